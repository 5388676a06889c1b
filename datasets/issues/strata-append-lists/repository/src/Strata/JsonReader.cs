using System.Text.Json;

namespace Strata;

/// <summary>Reads JSON text whose root is an object.</summary>
internal static class JsonReader
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static ConfigSection Read(string source, string text)
    {
        var root = Origin.Pointer(source, "");
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadObject(document.RootElement, source, "")
                : throw new ConfigFormatException(root, "The root must be an object.");
        }
        catch (JsonException error)
        {
            throw new ConfigFormatException(root, $"Not valid JSON (line {error.LineNumber + 1}).");
        }
    }

    private static ConfigNode ReadNode(JsonElement element, string source, string pointer)
    {
        var origin = Origin.Pointer(source, pointer);
        return element.ValueKind switch
        {
            JsonValueKind.Object => ReadObject(element, source, pointer),
            JsonValueKind.Array => new ConfigList(
                element.EnumerateArray().Select((item, i) => ReadNode(item, source, $"{pointer}/{i}")).ToList(),
                [origin]),
            JsonValueKind.String => new ConfigValue(element.GetString()!, origin),
            JsonValueKind.Null => new ConfigValue("", origin),
            _ => new ConfigValue(element.GetRawText(), origin),
        };
    }

    private static ConfigSection ReadObject(JsonElement element, string source, string pointer)
    {
        var section = new ConfigSection(Origin.Pointer(source, pointer));
        foreach (var property in element.EnumerateObject())
        {
            var childPointer = $"{pointer}/{property.Name}";
            if (property.Name.Length == 0 || property.Name.Contains(':'))
            {
                throw new ConfigFormatException(Origin.Pointer(source, childPointer), $"'{property.Name}' is not a valid key.");
            }

            if (section.Find(property.Name) is not null)
            {
                throw new ConfigFormatException(Origin.Pointer(source, childPointer), "The key is given twice.");
            }

            section.Set(property.Name, ReadNode(property.Value, source, childPointer));
        }

        return section;
    }
}
