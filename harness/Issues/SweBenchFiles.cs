using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Patches;
using Eval.Reports;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>
/// Writes what SWE-bench's own tools read: <c>predictions.jsonl</c>, a folder of logs with a <c>report.json</c> for each instance, and a
/// report of
/// the run for each model. Nothing is written for a run without issue tasks.
/// </summary>
internal sealed class SweBenchFiles : IReport
{
    public const string PredictionsName = "predictions.jsonl";
    private const int SchemaVersion = 2;

    /// <summary>File systems mostly allow 255, and the run's name comes behind it.</summary>
    private const int MaxNameBytes = 160;
    private const int HashChars = 12;
    private static readonly JsonSerializerOptions Lines = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Lines) { WriteIndented = true };

    public async Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        if (!input.Attempts.Any(IsIssue))
        {
            return;
        }

        var tasks = input.Attempts.Where(IsIssue).Select(attempt => attempt.Key.TaskId).Distinct().Order(StringComparer.Ordinal).ToList();
        var files = FileNames(input.Attempts.Where(IsIssue).Select(attempt => attempt.Key.Model));
        var byModel = new SortedDictionary<string, Instances>(StringComparer.Ordinal);
        var logs = Path.Combine(output.FullName, "logs", "run_evaluation", input.Run.Id);
        Directory.CreateDirectory(logs);
        await File.WriteAllTextAsync(
            Path.Combine(logs, "run.json"),
            JsonSerializer.Serialize(new { dataset = string.Join(',', input.Run.Datasets.Select(dataset => dataset.Name)), split = "",
                task_repo = "", created_at = input.Run.StartedAt }, Indented),
            ct);
        await using (var predictions = new StreamWriter(Path.Combine(output.FullName, PredictionsName)) { NewLine = "\n" })
        {
            await foreach (var attempt in input.ReadWithTexts(ct))
            {
                if (!IsIssue(attempt) || attempt.Verdict is Verdict.Skipped or Verdict.ProviderError)
                {
                    continue;
                }

                var (task, model) = (attempt.Key.TaskId, attempt.Key.Model);
                var grading = IssueGrading.Parse(attempt.Texts?.Grading);
                // A reply that was not graded is still a prediction.
                var patch = grading?.Patch is { Length: > 0 } graded
                    ? graded : PatchExtractor.Extract(attempt.Texts?.Reply ?? "").Diff ?? "";
                await predictions.WriteLineAsync(JsonSerializer.Serialize(
                    attempt.Key.Sample == 0
                        ? new { instance_id = task, model_name_or_path = model, model_patch = patch }
                        : (object)new { instance_id = task, model_name_or_path = model, model_patch = patch, sample = attempt.Key.Sample },
                    Lines));
                if (attempt.Key.Sample == 0)
                {
                    byModel.TryAdd(model, new Instances());
                    byModel[model].Add(task, attempt.Verdict);
                    await WriteInstanceAsync(Path.Combine(logs, files[model], FileName(task)), task, attempt,
                        grading ?? new IssueGrading { Patch = patch }, ct);
                }
            }
        }

        foreach (var (model, instances) in byModel)
        {
            await File.WriteAllTextAsync(Path.Combine(output.FullName, $"{files[model]}.{input.Run.Id}.json"),
                JsonSerializer.Serialize(instances.Report(tasks), Indented) + "\n", ct);
        }
    }

    private static bool IsIssue(Attempt attempt) => IssueTask.Classes.Contains(attempt.Class);

    private static string FileName(string name)
    {
        var safe = string.Concat(name.Replace("/", "__", StringComparison.Ordinal)
            .Select(letter => Path.GetInvalidFileNameChars().Contains(letter) || char.IsControl(letter) ? '_' : letter));
        return Encoding.UTF8.GetByteCount(safe) > MaxNameBytes ? WithHash(safe[..(MaxNameBytes / 4)], name) : safe.Trim('.').Length > 0
            ? safe : "_";
    }

    /// <summary>Names a file for each model; two whose names make the same file name are told apart.</summary>
    private static Dictionary<string, string> FileNames(IEnumerable<string> models) =>
        models.Distinct().Order(StringComparer.Ordinal).GroupBy(FileName)
            .SelectMany(same => same.Select((model, i) => KeyValuePair.Create(model, i == 0 ? same.Key : WithHash(same.Key, model))))
            .ToDictionary();

    private static string WithHash(string beginning, string name) =>
        $"{beginning}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashChars]}";

    private static async Task WriteInstanceAsync(string folder, string task, Attempt attempt, IssueGrading grading, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "patch.diff"), grading.Patch, ct);
        var applied = grading.IsApplied ? ">>>>> Applied Patch" : ">>>>> Patch Apply Failed";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "test_output.txt"),
            $"{applied}\n>>>>> Start Test Output\n{grading.TestOutput}\n>>>>> End Test Output\n>>>>> Test Exit Code: {grading.ExitCode}\n",
            ct);
        var isEmpty = grading.Patch.Length == 0;
        var isInfrastructure = attempt.Verdict == Verdict.SandboxError;
        var report = new Dictionary<string, object>
        {
            [task] = new
            {
                patch_is_None = isEmpty,
                patch_exists = !isEmpty,
                patch_successfully_applied = grading.IsApplied,
                resolved = attempt.Passed,
                infra_failure = isInfrastructure,
                tests_status = new
                {
                    FAIL_TO_PASS = new { success = grading.FailToPassSucceeded, failure = grading.FailToPassFailed },
                    PASS_TO_PASS = new { success = grading.PassToPassSucceeded, failure = grading.PassToPassFailed },
                    FAIL_TO_FAIL = new { success = Array.Empty<string>(), failure = Array.Empty<string>() },
                    PASS_TO_FAIL = new { success = Array.Empty<string>(), failure = Array.Empty<string>() },
                },
            },
        };
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(report, Indented) + "\n", ct);
    }

    /// <summary>The instances of one model, by what became of them.</summary>
    private sealed class Instances
    {
        private readonly SortedSet<string> _submitted = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _resolved = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _unresolved = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _empty = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _errors = new(StringComparer.Ordinal);

        public void Add(string task, Verdict verdict)
        {
            _submitted.Add(task);
            (verdict switch
            {
                Verdict.Passed => _resolved,
                Verdict.NoCode or Verdict.Refused => _empty,
                Verdict.Unresolved => _unresolved,
                _ => _errors,
            }).Add(task);
        }

        public object Report(List<string> tasks)
        {
            var completed = _resolved.Concat(_unresolved).Order(StringComparer.Ordinal).ToList();
            var incomplete = tasks.Except(_submitted).ToList();
            return new
            {
                total_instances = tasks.Count,
                submitted_instances = _submitted.Count,
                completed_instances = completed.Count,
                resolved_instances = _resolved.Count,
                unresolved_instances = _unresolved.Count,
                empty_patch_instances = _empty.Count,
                error_instances = _errors.Count,
                completed_ids = completed,
                incomplete_ids = incomplete,
                empty_patch_ids = _empty,
                submitted_ids = _submitted,
                resolved_ids = _resolved,
                unresolved_ids = _unresolved,
                error_ids = _errors,
                schema_version = SchemaVersion,
            };
        }
    }
}
