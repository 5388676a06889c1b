using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Eval.Datasets;

/// <summary>
/// One JSON object of a file, whose fields are read with their place in the file at hand for the message when they are wrong.
/// </summary>
internal sealed class DataRecord
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _element;
    private readonly string _prefix;

    private DataRecord(string file, int? line, JsonElement element, string prefix = "", string? key = null)
    {
        File = file;
        Line = line;
        Key = key;
        _element = element;
        _prefix = prefix;
    }

    public string File { get; }

    public int? Line { get; }

    /// <summary>Gets the name under which the record stands in a map; null elsewhere.</summary>
    public string? Key { get; }

    /// <summary>Gets the names of the fields in the order of the file.</summary>
    public IEnumerable<string> Fields => _element.EnumerateObject().Select(property => property.Name);

    /// <summary>Gets the record as it stands in the file.</summary>
    public JsonElement Json => _element;

    /// <summary>Reads a record of a file with many; <paramref name="raw"/> says on which line it begins.</summary>
    public static DataRecord Parse(string file, RawRecord raw)
    {
        var text = Decode(file, raw.Line, raw.Bytes.Span);
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return Create(file, raw.Line, document.RootElement.Clone(), raw.Key);
        }
        catch (JsonException e)
        {
            var (line, problem) = JsonMistake.Describe(text, e);
            throw new DatasetFormatException(file, raw.Line + line, null, $"is not valid JSON: {problem}.");
        }
    }

    /// <summary>Reads a file that is one record.</summary>
    public static DataRecord ParseWhole(string file, byte[] bytes)
    {
        var text = Decode(file, null, bytes).TrimStart('\uFEFF');
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return Create(file, null, document.RootElement.Clone(), null);
        }
        catch (JsonException e)
        {
            var (line, problem) = JsonMistake.Describe(text, e);
            throw new DatasetFormatException(file, line + 1, null, $"is not valid JSON: {problem}.");
        }
    }

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

    public DatasetFormatException Problem(string? field, string problem) =>
        new(File, Line, field is null ? null : _prefix + field, problem);

    /// <summary>Returns a problem that the other records of the set have too.</summary>
    public DatasetFormatException ProblemOfSet(string field, string problem) =>
        new(File, Line, _prefix + field, problem) { IsOfWholeSet = true };

    /// <summary>Returns whether a field says something: neither null nor the NaN that Python's tables hold for nothing does.</summary>
    public bool Has(string field) =>
        _element.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null
        && !(value.ValueKind == JsonValueKind.Number && PythonNumbers.IsNaN(value.GetRawText()));

    public bool IsText(string field) => _element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String;

    /// <summary>Returns the value as it stands, <c>null</c> included; nothing where the field is missing.</summary>
    public JsonElement? Value(string field) => _element.TryGetProperty(field, out var value) ? value : null;

    /// <summary>Returns the task's name: a text or a whole number, else the name under which the record stands in a map.</summary>
    public string Id(string field) => OptionalId(field) ?? throw Problem(field, Missing(field));

    public string? OptionalId(string field)
    {
        if (!Has(field))
        {
            return Key;
        }

        if (_element.GetProperty(field) is not { ValueKind: JsonValueKind.Number } number)
        {
            return Text(field);
        }

        // Tables with gaps hold whole numbers as ones with a fraction.
        var whole = number.GetRawText().EndsWith(".0", StringComparison.Ordinal) ? number.GetRawText()[..^2] : number.GetRawText();
        return long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? whole
            : throw Problem(field, $"is {number.GetRawText()}; a text or a whole number is needed.");
    }

    public string Text(string field)
    {
        if (!Has(field))
        {
            throw Problem(field, Missing(field));
        }

        var value = AnyText(field);
        return string.IsNullOrWhiteSpace(value) ? throw Problem(field, "is empty; a text is needed.") : value;
    }

    /// <summary>Returns a text that may be missing; an empty one is none, as tables write it.</summary>
    public string? OptionalText(string field) =>
        Has(field) && AnyText(field) is var value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Returns a text, or what a number is written as: tables take a version for one.</summary>
    public string? OptionalValue(string field) =>
        Has(field) && _element.GetProperty(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : OptionalText(field);

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

    /// <summary>Returns a list of texts, which tables hold as a text in JSON or in Python's way.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        if (!Has(field))
        {
            return [];
        }

        if (IsText(field) && AnyText(field) is var text && (string.IsNullOrWhiteSpace(text) || TextList.Parse(text) is not null))
        {
            return TextList.Parse(text) ?? [];
        }

        var list = Typed(field, "a list of texts", JsonValueKind.Array);
        return list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => Decoded(item, field))]
            : throw Problem(field, "holds something other than texts; a list of texts is needed.");
    }

    public bool Flag(string field) => Has(field) && Typed(field, "true or false", JsonValueKind.True, JsonValueKind.False).GetBoolean();

    public double Number(string field) =>
        !Has(field) ? 0
        : IsText(field) && double.TryParse(AnyText(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var written)
            && double.IsFinite(written) ? written
        : Typed(field, "a number", JsonValueKind.Number).TryGetDouble(out var number) && double.IsFinite(number) ? number
        : throw Problem(field, "is beyond the range of a number.");

    public IReadOnlyList<DataRecord> Objects(string field)
    {
        if (!Has(field))
        {
            return [];
        }

        var list = Typed(field, "a list of objects", JsonValueKind.Array);
        return [.. list.EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new DataRecord(File, Line, item, $"{_prefix}{field}[{index}].")
            : throw Problem($"{field}[{index}]", $"is {Kind(item)}; an object is needed."))];
    }

    /// <summary>Refuses fields that are not known: a misspelt optional field would change verdicts in silence.</summary>
    public void RefuseFieldsBeside(IReadOnlyCollection<string> known)
    {
        if (Fields.FirstOrDefault(field => !known.Contains(field)) is { } unknown)
        {
            var nearest = NearestName.Find(unknown, known.Where(field => !Has(field)));
            var meant = nearest is null ? "the" : $"did you mean '{nearest}'? The";
            throw Problem(unknown, $"is not known; {meant} fields are {string.Join(", ", known)}.");
        }
    }

    /// <summary>Returns the text of a value within a field.</summary>
    public string Decoded(JsonElement text, string field)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Problem(field,
                "holds one half of a surrogate pair, which no text has; Python writes a byte that is not UTF-8 like that.");
        }
    }

    private static DataRecord Create(string file, int? line, JsonElement element, string? key) =>
        element.ValueKind == JsonValueKind.Object
            ? new DataRecord(file, line, element, key: key)
            : throw new DatasetFormatException(file, line, null, $"is {Kind(element)}; a JSON object is needed, one for each task.");

    private string Missing(string field)
    {
        if (Value(field) is { } value)
        {
            return $"is {Kind(value)}; a text is needed.";
        }

        var meant = NearestName.Find(field, Fields);
        return $"is missing; a text is needed{(meant is null ? "" : $", and '{meant}' may be meant for it")}.";
    }

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
}
