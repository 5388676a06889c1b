using System.Text;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>Says in our own words what is wrong with a text that is no JSON.</summary>
internal static class JsonMistake
{
    private const int MaxShownChars = 24;
    private static readonly JsonDocumentOptions WithDuplicates = new() { AllowDuplicateProperties = true };

    /// <summary>Returns the line within the text, from 0, and the sentence's part that follows <c>is not valid JSON: </c>.</summary>
    public static (int Line, string Problem) Describe(string text, JsonException parser)
    {
        var line = (int)(parser.LineNumber ?? 0);
        if (FieldGivenTwice(text) is { } field)
        {
            return (line, $"the field '{field}' stands there twice");
        }

        var nesting = new JsonNesting();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            nesting.Add(value);
            if (nesting is { Depth: < 0 })
            {
                return (line, "a bracket is closed that was never opened");
            }
        }

        if (nesting.InString)
        {
            return (line, "a text is not closed");
        }

        if (nesting.Depth > 0)
        {
            return (line, "an object or a list is not closed, so something is missing at its end");
        }

        var (before, rest) = Split(text, line, (int)(parser.BytePositionInLine ?? 0));
        return (line, text.TrimStart() is ['{', '\'', ..]
            ? "this is how Python shows a dict, with names in single quotes; write it with json.dumps"
            : rest.Length == 0 ? "it ends too early"
            : rest[0] == '{' && before.EndsWith('}') ? "another object follows on the same line; write each on a line of its own"
            : $"'{(rest.Length > MaxShownChars ? rest[..MaxShownChars] + "…" : rest)}' is not expected where it stands");
    }

    private static string? FieldGivenTwice(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, WithDuplicates);
            return FieldGivenTwice(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? FieldGivenTwice(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object =>
            element.EnumerateObject().GroupBy(field => field.Name).FirstOrDefault(same => same.Count() > 1)?.Key
            ?? element.EnumerateObject().Select(field => FieldGivenTwice(field.Value)).FirstOrDefault(name => name is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(FieldGivenTwice).FirstOrDefault(name => name is not null),
        _ => null,
    };

    private static (string Before, string After) Split(string text, int line, int column)
    {
        var start = 0;
        for (var i = 0; i < line; i++)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        var bytes = Encoding.UTF8.GetBytes(TextLines.Split(text[start..])[0]);
        column = Math.Min(column, bytes.Length);
        // The parser stops within a word that it took for another.
        while (column > 0 && column < bytes.Length && char.IsAsciiLetter((char)bytes[column - 1])
            && char.IsAsciiLetter((char)bytes[column]))
        {
            column--;
        }

        return (Encoding.UTF8.GetString(bytes[..column]).Trim(), Encoding.UTF8.GetString(bytes[column..]).Trim());
    }
}
