using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Eval.Reports.Exports;

/// <summary>
/// Writes YAML that every reader understands alike: texts always in double quotes, so that none of them is taken for a number, a truth
/// value or null, and numbers without an exponent.
/// </summary>
internal sealed class LiteLlmYaml
{
    private readonly StringBuilder _text = new();
    private readonly Emitter _emitter;

    public LiteLlmYaml()
    {
        _emitter = new Emitter(new StringWriter(_text, CultureInfo.InvariantCulture),
            new EmitterSettings().WithBestWidth(int.MaxValue).WithNewLine("\n"));
        _emitter.Emit(new StreamStart());
        _emitter.Emit(new DocumentStart(null, [], isImplicit: true));
    }

    public void Object(Action body, bool isFlow = false)
    {
        _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, isFlow ? MappingStyle.Flow : MappingStyle.Block));
        body();
        _emitter.Emit(new MappingEnd());
    }

    public void List<T>(IEnumerable<T> items, Action<T> write, bool isFlow = false)
    {
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true,
            isFlow ? SequenceStyle.Flow : SequenceStyle.Block));
        foreach (var item in items)
        {
            write(item);
        }

        _emitter.Emit(new SequenceEnd());
    }

    /// <summary>Writes a name of the format itself.</summary>
    public void Key(string name) =>
        _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, name, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    public void Text(string text) =>
        _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false,
        isQuotedImplicit: true));

    public void Number(decimal number) => Key(number.ToString("0.############################", CultureInfo.InvariantCulture));

    public void True() => Key("true");

    /// <summary>Writes a value of somebody else's: its names are texts too.</summary>
    public void Value(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(() =>
                {
                    foreach (var property in value.EnumerateObject())
                    {
                        Text(property.Name);
                        Value(property.Value);
                    }
                });
                break;
            case JsonValueKind.Array:
                List(value.EnumerateArray(), Value, isFlow: true);
                break;
            case JsonValueKind.String:
                Text(value.GetString()!);
                break;
            default:
                // Numbers, truth and null are written alike. A number with an exponent is none to some readers.
                Key(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
                    ? number.ToString("0.############################", CultureInfo.InvariantCulture) : value.GetRawText());
                break;
        }
    }

    /// <summary>Ends the document and returns it.</summary>
    public string End()
    {
        _emitter.Emit(new DocumentEnd(isImplicit: true));
        _emitter.Emit(new StreamEnd());
        // The emitter leaves letters of other scripts as they are. They stand in double quotes, as every text does, and so may be escaped
        // there.
        return string.Concat(_text.ToString().Select(character => character > '~' ? $"\\u{(int)character:X4}" : character.ToString()));
    }
}
