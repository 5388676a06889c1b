using System.Text.Json;
using System.Text.Json.Nodes;
using Eval.Results.Records;

namespace Eval.Results.Storage;

/// <summary>Reads runs as this version or an earlier one stored them.</summary>
internal static class StoredRun
{
    /// <exception cref="JsonException">It is no run.</exception>
    /// <exception cref="RunStoreException">A newer program wrote it.</exception>
    public static Run Read(string json)
    {
        if (JsonNode.Parse(json) is not JsonObject run)
        {
            throw new JsonException("The run is no object.");
        }

        var version = run[nameof(Run.FormatVersion)]?.GetValue<int>() ?? 1;
        if (version > Run.CurrentFormatVersion)
        {
            throw new RunStoreException(
                $"The run {run[nameof(Run.Id)]} was written by a newer program (format {version}, "
                + $"this one reads {Run.CurrentFormatVersion}); update the program.");
        }

        // A run that is resumed is stored in today's form.
        if (version == 1 && run[nameof(Run.Models)] is JsonArray models)
        {
            FormatOneModels.Upgrade(models);
        }

        if (version <= 2)
        {
            FormatTwoOptions.Upgrade(run);
        }

        run[nameof(Run.FormatVersion)] = Run.CurrentFormatVersion;

        return run.Deserialize<Run>()!;
    }
}
