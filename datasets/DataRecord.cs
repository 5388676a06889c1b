using System.Text;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>One JSON object of a file, whose fields are read with their place in the file at hand for the message when they are wrong.</summary>
internal sealed class DataRecord
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _element;
    private readonly string _prefix;

    private DataRecord(string file, int? line, JsonElement element, string prefix)
    {
        File = file;
        Line = line;
        _element = element;
        _prefix = prefix;
    }

    public string File { get; }

    public int? Line { get; }

    /// <summary>Gets the names of the fields in the order of the file.</summary>
    public IEnumerable<string> Fields => _element.EnumerateObject().Select(property => property.Name);

    /// <summary>Reads a record of a file with many; <paramref name="raw"/> says on which line it begins.</summary>
    public static DataRecord Parse(string file, RawRecord raw)
    {
        var text = PythonNumbers.AsJson(Decode(file, raw.Line, raw.Bytes.Span));
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return Create(file, raw.Line, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            var line = raw.Line + (int)(e.LineNumber ?? 0);
            throw new DatasetFormatException(file, line, null, $"is not valid JSON: {Reason(e)}; one task is one JSON object on one line.");
        }
    }

    /// <summary>Reads a file that is one record.</summary>
    public static DataRecord ParseWhole(string file, byte[] bytes)
    {
        var text = Decode(file, null, bytes).TrimStart('\uFEFF');
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return Create(file, null, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw new DatasetFormatException(file, (int)(e.LineNumber ?? 0) + 1, null, $"is not valid JSON: {Reason(e)}.");
        }
    }

    /// <summary>Reads the records of an object that maps names to them; the name is a field of the record where it does not say it itself.</summary>
    public static IReadOnlyList<DataRecord> MapOf(string file, JsonElement map, string nameField) =>
        [.. map.EnumerateObject().Select(entry => entry.Value.ValueKind == JsonValueKind.Object
            ? new DataRecord(file, null, entry.Value.TryGetProperty(nameField, out _) ? entry.Value : WithField(entry.Value, nameField, entry.Name), $"{entry.Name}.")
            : throw new DatasetFormatException(file, null, entry.Name, $"is {Kind(entry.Value)}; an object is needed."))];

    public static string Decode(string file, int? line, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new DatasetFormatException(file, line, null, "is not valid UTF-8; save the file as UTF-8.");
        }
    }

    public DatasetFormatException Problem(string? field, string problem) => new(File, Line, field is null ? null : _prefix + field, problem);

    public bool Has(string field) => _element.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    public bool IsText(string field) => _element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String;

    /// <summary>Returns the value as it stands, <c>null</c> included; nothing where the field is missing.</summary>
    public JsonElement? Value(string field) => _element.TryGetProperty(field, out var value) ? value : null;

    public string Text(string field) =>
        OptionalText(field) ?? throw Problem(field, $"is {(_element.TryGetProperty(field, out _) ? "null" : "missing")}; a text is needed.");

    public string? OptionalText(string field)
    {
        if (!Has(field))
            return null;

        var value = AnyText(field);
        return string.IsNullOrWhiteSpace(value) ? throw Problem(field, "is empty; a text is needed.") : value;
    }

    /// <summary>Returns a text that may be empty.</summary>
    public string AnyText(string field) => Decoded(Typed(field, "a text", JsonValueKind.String), field);

    /// <summary>Returns a text that must be one of a few.</summary>
    public string? OptionalChoice(string field, IReadOnlyCollection<string> choices)
    {
        var value = OptionalText(field);
        return value is null || choices.Contains(value)
            ? value
            : throw Problem(field, $"is '{value}'; it must be one of {string.Join(", ", choices)}.");
    }

    public IReadOnlyList<string> Texts(string field)
    {
        if (!Has(field))
            return [];

        var list = Typed(field, "a list of texts", JsonValueKind.Array);
        return list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => Decoded(item, field))]
            : throw Problem(field, "holds something other than texts; a list of texts is needed.");
    }

    public bool Flag(string field) => Has(field) && Typed(field, "true or false", JsonValueKind.True, JsonValueKind.False).GetBoolean();

    public double Number(string field) =>
        !Has(field) ? 0 : Typed(field, "a number", JsonValueKind.Number).TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Problem(field, "is beyond the range of a number.");

    public IReadOnlyList<DataRecord> Objects(string field)
    {
        if (!Has(field))
            return [];

        var list = Typed(field, "a list of objects", JsonValueKind.Array);
        return [.. list.EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new DataRecord(File, Line, item, $"{_prefix}{field}[{index}].")
            : throw Problem($"{field}[{index}]", $"is {Kind(item)}; an object is needed."))];
    }

    /// <summary>Refuses fields that are not known: a misspelt optional field would change verdicts in silence.</summary>
    public void RefuseFieldsBeside(IReadOnlyCollection<string> known)
    {
        if (Fields.FirstOrDefault(field => !known.Contains(field)) is { } unknown)
            throw Problem(unknown, $"is not known; the fields are {string.Join(", ", known)}.");
    }

    private string Decoded(JsonElement text, string field)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Problem(field, "holds one half of a surrogate pair, which no text has; Python writes a byte that is not UTF-8 like that.");
        }
    }

    private static DataRecord Create(string file, int? line, JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? new DataRecord(file, line, element, "")
            : throw new DatasetFormatException(file, line, null, $"is {Kind(element)}; a JSON object is needed, one for each task.");

    private static JsonElement WithField(JsonElement record, string name, string value) =>
        JsonSerializer.SerializeToElement(record.EnumerateObject().ToDictionary(field => field.Name, field => field.Value)
            .Append(KeyValuePair.Create(name, JsonSerializer.SerializeToElement(value))).ToDictionary());

    private JsonElement Typed(string field, string needed, params ReadOnlySpan<JsonValueKind> kinds)
    {
        var value = _element.GetProperty(field);
        return kinds.Contains(value.ValueKind) ? value : throw Problem(field, $"is {Kind(value)}; {needed} is needed.");
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    // System.Text.Json ends its message with its own count of lines, which is not the file's.
    private static string Reason(JsonException e) => e.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ');
}
