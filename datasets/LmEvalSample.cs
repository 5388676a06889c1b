using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// A sample as lm-evaluation-harness logs it: the task's record as <c>doc</c>, what came as <c>resps</c> and what its filter made of it.
/// </summary>
internal static class LmEvalSample
{
    private const string OwnerEnd = "__";

    public static bool Matches(DataRecord record) =>
        record.Value("doc") is { ValueKind: JsonValueKind.Object } && (record.Has("resps") || record.Has("filtered_resps"));

    public static AnswerRecord Read(DataRecord record, int line, string? folderModel)
    {
        var doc = record.Value("doc")!.Value;
        var prompt = doc.TryGetProperty("prompt", out var asked) && asked.ValueKind == JsonValueKind.String
            ? record.Decoded(asked, "doc.prompt") : "";
        var field = record.Has("filtered_resps") ? "filtered_resps" : "resps";
        var texts = Flat(record, field, record.Value(field)!.Value).ToList();
        return new AnswerRecord
        {
            File = record.File,
            Line = line,
            Model = record.OptionalText("model") ?? folderModel ?? ModelOf(record.File),
            TaskId = TaskOf(record, doc),
            // Filters of completion tasks put the prompt in front; what is not changed may be anything a model says.
            Texts = [.. texts.Select(text => text is null ? AnswerText.None : new AnswerText(Kind(text, prompt), text))],
        };
    }

    private static CompletionKind Kind(string text, string prompt) =>
        prompt.Length > 0 && text.StartsWith(prompt, StringComparison.Ordinal) ? CompletionKind.Solution : CompletionKind.Reply;

    /// <summary>A model's samples lie in a folder called by it, <c>owner__model</c>; their own names tell the task and the time.</summary>
    private static string ModelOf(string file) =>
        Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) is { } folder && folder.Contains(OwnerEnd, StringComparison.Ordinal)
            ? folder
            : RecordFile.NameOf(file);

    private static string TaskOf(DataRecord record, JsonElement doc)
    {
        foreach (var field in new[] { "task_id", "name" })
        {
            if (doc.TryGetProperty(field, out var id) && id.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                return id.ValueKind == JsonValueKind.String ? record.Decoded(id, $"doc.{field}") : id.GetRawText();
            }
        }

        throw record.Problem("doc.task_id", "is missing; every answer names its task.");
    }

    private static IEnumerable<string?> Flat(DataRecord record, string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Flat(record, field, item)),
        JsonValueKind.String => [record.Decoded(value, field)],
        JsonValueKind.Null => [null],
        _ => throw record.Problem(field, "holds something other than texts; a list of texts is needed."),
    };
}
