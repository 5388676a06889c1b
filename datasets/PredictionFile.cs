using System.Runtime.CompilerServices;

namespace Eval.Datasets;

/// <summary>
/// Reads patches made elsewhere in SWE-bench's form: <c>instance_id</c>, <c>model_name_or_path</c> and <c>model_patch</c>, one object a
/// line, as
/// a list, as a map from the id to the object, or as a table.
/// </summary>
public static class PredictionFile
{
    /// <summary>Reads the patches in the order of the file; an empty one is a text of no length.</summary>
    /// <exception cref="DatasetFormatException">A record is malformed.</exception>
    public static async IAsyncEnumerable<StoredCompletion> ReadAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = new HashSet<(string, string)>();
        var mistakes = new List<DatasetFormatException>();
        await foreach (var raw in new RecordFile(file).ReadAsync(ct))
        {
            if (Read(file, raw, seen, mistakes) is { } patch && mistakes.Count == 0)
            {
                yield return patch;
            }
        }

        if (mistakes.Count > 0)
        {
            throw DatasetFormatException.Join(mistakes);
        }

        if (seen.Count == 0)
        {
            throw new DatasetFormatException(file, null, null, "holds no prediction.");
        }
    }

    private static StoredCompletion? Read(string file, RawRecord raw, HashSet<(string, string)> seen, List<DatasetFormatException> mistakes)
    {
        try
        {
            var record = DataRecord.Parse(file, raw);
            var task = record.Id("instance_id");
            var model = record.OptionalText("model_name_or_path") ?? RecordFile.NameOf(file);
            if (record.Value("model_patch") is null)
            {
                throw record.Problem("model_patch", "is missing; a patch, or null for none, is needed.");
            }

            if (!seen.Add((model, task)))
            {
                throw record.Problem("instance_id", $"'{task}' of {model} stands in the file already.");
            }

            var patch = record.Has("model_patch") ? record.AnyText("model_patch") : "";
            return new StoredCompletion(model, task, 0, CompletionKind.Patch, patch, file, raw.Line);
        }
        catch (DatasetFormatException mistake)
        {
            mistakes.Add(mistake);
            return null;
        }
    }
}
