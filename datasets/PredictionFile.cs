using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// Reads patches made elsewhere in SWE-bench's form: <c>instance_id</c>, <c>model_name_or_path</c> and <c>model_patch</c>, one object a line, as
/// a list, or as a map from the id to the object.
/// </summary>
public static class PredictionFile
{
    /// <summary>Reads the patches in the order of the file; an empty one is a text of no length.</summary>
    /// <exception cref="DatasetFormatException">A record is malformed.</exception>
    public static async IAsyncEnumerable<StoredCompletion> ReadAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = new HashSet<(string, string)>();
        await foreach (var (record, line) in RecordsAsync(file, ct))
        {
            var task = record.Text("instance_id");
            var model = record.OptionalText("model_name_or_path") ?? CompletionFile.NameOf(file);
            if (!record.Fields.Contains("model_patch"))
            {
                throw record.Problem("model_patch", "is missing; a patch, or null for none, is needed.");
            }

            if (!seen.Add((model, task)))
            {
                throw record.Problem("instance_id", $"'{task}' of {model} stands in the file already.");
            }

            yield return new StoredCompletion(model, task, 0, CompletionKind.Patch, record.Has("model_patch") ? record.AnyText("model_patch") : "", file, line);
        }

        if (seen.Count == 0)
        {
            throw new DatasetFormatException(file, null, null, "holds no prediction.");
        }
    }

    private static async IAsyncEnumerable<(DataRecord Record, int Line)> RecordsAsync(string file, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await MapAsync(file, ct) is { } map)
        {
            foreach (var record in map)
            {
                yield return (record, 1);
            }

            yield break;
        }

        await foreach (var raw in new RecordFile(file).ReadAsync(ct))
        {
            yield return (DataRecord.Parse(file, raw), raw.Line);
        }
    }

    /// <summary>Returns the records of a file that is one object and no record itself; null for every other.</summary>
    private static async Task<IReadOnlyList<DataRecord>?> MapAsync(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            using var document = await JsonDocument.ParseAsync(stream, default, ct);
            return document.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.TryGetProperty("instance_id", out _)
                ? DataRecord.MapOf(file, document.RootElement.Clone(), "instance_id")
                : null;
        }
        catch (JsonException)
        {
            // Lines, or not valid at all: then reading the lines says where.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetFormatException(file, null, null, $"cannot be read: {e.Message}");
        }
    }
}
