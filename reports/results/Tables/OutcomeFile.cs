using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Eval.Results.Formatting;

namespace Eval.Results.Tables;

/// <summary>
/// Reads the lines of a table: CSV with names in its first line, JSONL with the same names, or JSONL of which models resolved which task.
/// </summary>
internal static class OutcomeFile
{
    private const string ResolvedBy = "resolved_by";

    /// <summary>Hands over one row after another, so that a large table is never in memory as text, until one is not taken.</summary>
    /// <exception cref="OutcomeTableException">The file cannot be read as any of these.</exception>
    public static void Read(string path, Func<OutcomeRow, bool> take)
    {
        try
        {
            using var text = new StreamReader(path);
            foreach (var row in text.Peek() == '{' ? ReadJson(text, path) : ReadCsv(text, path))
            {
                if (!take(row))
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutcomeTableException($"{path}: {e.Message}");
        }
    }

    private static IEnumerable<OutcomeRow> ReadCsv(StreamReader text, string path)
    {
        using var csv = new CsvParser(text,
            new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, DetectDelimiterValues = [",", ";", "\t"],
            BadDataFound = null, TrimOptions = TrimOptions.Trim });
        if (!csv.Read())
        {
            throw new OutcomeTableException(
                $"{path}: the file is empty; its first line names the columns, at least task_id, model and passed.");
        }

        var names = csv.Record!;
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new OutcomeTableException($"{path} line 1: the column '{twice.Key}' is there twice; name each once.");
        }

        var columns = names.Select((name, column) => (name, column))
            .ToDictionary(pair => pair.name, pair => pair.column, StringComparer.Ordinal);
        while (csv.Read())
        {
            var cells = csv.Record!;
            if (cells.Length != names.Length)
            {
                throw new OutcomeTableException(
                    $"{path} line {csv.RawRow}: it has {cells.Length} of the {names.Length} cells that the first line names.");
            }

            yield return new OutcomeRow(csv.RawRow, columns, [.. cells.Select(CsvCells.Plain)]);
        }
    }

    private static List<OutcomeRow> ReadJson(StreamReader text, string path)
    {
        var rows = new List<OutcomeRow>();
        var resolved = new List<(int Line, string Task, HashSet<string> By)>();
        for (var line = 1; text.ReadLine() is { } json; line++)
        {
            if (string.IsNullOrWhiteSpace(json))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(json);
                var fields = document.RootElement.EnumerateObject()
                    .Where(field => field.Name != ResolvedBy && field.Value.ValueKind != JsonValueKind.Null)
                    .ToDictionary(field => field.Name, field => field.Value.ToString(), StringComparer.Ordinal);
                if (document.RootElement.TryGetProperty(ResolvedBy, out var by))
                {
                    resolved.Add((line, fields.GetValueOrDefault("instance_id") ?? fields.GetValueOrDefault("task_id") ?? "",
                        by.EnumerateArray().Select(name => name.GetString() ?? "").ToHashSet(StringComparer.Ordinal)));
                }
                else
                {
                    rows.Add(new OutcomeRow(line, fields));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
            {
                throw new OutcomeTableException($"{path} line {line}: this is no object of JSON with one outcome and each field once.");
            }
        }

        // Who is not named did not resolve it.
        var models = resolved.SelectMany(task => task.By).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        rows.AddRange(resolved.SelectMany(task =>
            models.Select(model => new OutcomeRow(task.Line, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["task_id"] = task.Task,
            ["model"] = model,
            ["passed"] = task.By.Contains(model) ? "true" : "false",
        }))));
        return rows;
    }
}
