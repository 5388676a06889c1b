using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>
/// Reads a folder of answers: a file for each task (MultiPL-E's results), a folder of numbered programs for each task (EvalPlus'
/// samples), files of
/// answers of any other kind, and folders of these, one for each model.
/// </summary>
internal static partial class AnswerFolder
{
    private const int MaxDepth = 3;

    // Links are not followed: they may lead around in a circle.
    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };

    public static IAsyncEnumerable<AnswerRecord> ReadAsync(
        string folder, IReadOnlyList<IReadOnlyList<string>> orders, List<DatasetFormatException> mistakes, CancellationToken ct) =>
        ReadAsync(folder, orders, mistakes, 0, ct);

    private static async IAsyncEnumerable<AnswerRecord> ReadAsync(
        string folder,
        IReadOnlyList<IReadOnlyList<string>> orders,
        List<DatasetFormatException> mistakes,
        int depth,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        foreach (var file in Sorted(Directory.EnumerateFiles(folder, "*", Plain)).Where(IsOfAnswers))
        {
            var model = await IsOfOneTaskAsync(file, ct) ? name : null;
            await foreach (var record in AnswerRecords.ReadAsync(file, model, orders, mistakes, ct))
            {
                yield return record;
            }
        }

        foreach (var inner in Sorted(Directory.EnumerateDirectories(folder, "*", Plain)))
        {
            var programs = Sorted(Directory.EnumerateFiles(inner, "*", Plain))
                .Where(file => NumberedProgram().IsMatch(Path.GetFileName(file))).ToList();
            foreach (var file in programs)
            {
                yield return Program(file, name, TaskOf(Path.GetFileName(inner), orders.SelectMany(order => order)));
            }

            if (programs.Count > 0 || depth == MaxDepth)
            {
                continue;
            }

            await foreach (var record in ReadAsync(inner, orders, mistakes, depth + 1, ct))
            {
                yield return record;
            }
        }
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> paths) => paths.Order(StringComparer.Ordinal);

    /// <summary>What harnesses write beside the answers when they have scored them is no answer.</summary>
    private static bool IsOfAnswers(string file) =>
        RecordFile.HasKnownName(file) && !Path.GetFileName(file).Contains("results", StringComparison.OrdinalIgnoreCase);

    /// <summary>MultiPL-E's files hold one record each, so that none of them can be called by its model.</summary>
    private static async Task<bool> IsOfOneTaskAsync(string file, CancellationToken ct) =>
        JsonName().IsMatch(Path.GetFileName(file)) && await new RecordFile(file).ReadAsync(ct).Take(2).CountAsync(ct) == 1;

    private static AnswerRecord Program(string file, string model, string task)
    {
        var number = NumberedProgram().Match(Path.GetFileName(file)).Groups[1].Value;
        try
        {
            var text = new FileInfo(file).Length <= RecordFile.MaxRecordBytes
                ? DataRecord.Decode(file, null, File.ReadAllBytes(file))
                : throw new DatasetFormatException(file, null, null, $"is longer than {RecordFile.MaxRecordBytes / (1024 * 1024)} MB.");
            return new AnswerRecord
            {
                File = file,
                Line = 1,
                Model = model,
                TaskId = task,
                Sample = int.Parse(number, CultureInfo.InvariantCulture),
                Texts = [new AnswerText(CompletionKind.Solution, text.TrimStart('\uFEFF'))],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetFormatException(file, null, null, $"cannot be read: {e.Message}");
        }
    }

    /// <summary>A folder is called by its task, with an underscore for what no file's name may hold.</summary>
    private static string TaskOf(string folder, IEnumerable<string> taskIds) =>
        taskIds.FirstOrDefault(id => id == folder) ?? taskIds.FirstOrDefault(id => AnswerRecords.FileNameOf(id) == folder) ?? folder;

    [GeneratedRegex(@"^(\d{1,6})\.(?:py|cs|js|ts|java|go|rs|cpp|rb|php)$", RegexOptions.IgnoreCase)]
    private static partial Regex NumberedProgram();

    [GeneratedRegex(@"\.json(?:\.gz)?$", RegexOptions.IgnoreCase)]
    private static partial Regex JsonName();
}
