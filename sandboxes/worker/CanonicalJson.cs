using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Eval.Sandboxes.Worker;

/// <summary>
/// Writes a returned value so that equal values give equal text, whatever their types: sequences and tuples as arrays, dictionaries and
/// other objects as objects with sorted names.
/// </summary>
internal sealed class CanonicalJson(Utf8JsonWriter writer, MemoryStream buffer, long maxBytes)
{
    private const int MostLevels = 60;
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Returns the text; null when it would be longer than allowed.</summary>
    public static string? Write(object? value, long maxBytes)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { SkipValidation = true, MaxDepth = MostLevels * 2, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var writer = new Utf8JsonWriter(buffer, options);
        try
        {
            new CanonicalJson(writer, buffer, maxBytes).Write(value);
            writer.Flush();
            return buffer.Length > maxBytes ? null : Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
        }
        catch (TooLongException)
        {
            return null;
        }
    }

    private void Write(object? value)
    {
        if (buffer.Length + writer.BytesPending > maxBytes)
        {
            throw new TooLongException();
        }

        if (value is null)
        {
            writer.WriteNullValue();
        }
        else if (!TryWriteScalar(value))
        {
            WriteComposite(value);
        }
    }

    private bool TryWriteScalar(object value)
    {
        switch (value)
        {
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                return true;
            case string text:
                WriteText(text);
                return true;
            case char letter:
                WriteText(letter.ToString());
                return true;
            case double number:
                WriteNumber(number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case float number:
                WriteNumber(number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case Half number:
                WriteNumber((double)number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case Enum name:
                WriteText(name.ToString());
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint or Int128 or UInt128 or BigInteger or decimal:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), skipInputValidation: true);
                return true;
            default:
                return TryWriteText(value);
        }
    }

    private bool TryWriteText(object value)
    {
        var text = value switch
        {
            DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            Guid guid => guid.ToString("D"),
            StringBuilder builder => builder.ToString(),
            Rune rune => rune.ToString(),
            Uri uri => uri.OriginalString,
            Version version => version.ToString(),
            Type type => type.FullName ?? type.Name,
            _ => null,
        };
        if (text is not null)
        {
            WriteText(text);
        }

        return text is not null;
    }

    private void WriteComposite(object value)
    {
        var isReference = !value.GetType().IsValueType;
        if (_open.Count > MostLevels || (isReference && !_open.Add(value)))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("$cycle", true);
            writer.WriteEndObject();
            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case ITuple tuple:
                WriteArray(Enumerable.Range(0, tuple.Length).Select(index => tuple[index]));
                break;
            case IDictionary dictionary:
                WriteObject(dictionary.Keys.Cast<object>().Select(key => (Key(key), dictionary[key])));
                break;
            case IEnumerable items when Pairs(items) is { } pairs:
                WriteObject(pairs);
                break;
            case IEnumerable items:
                WriteArray(items.Cast<object?>());
                break;
            default:
                WriteOther(value);
                break;
        }

        if (isReference)
        {
            _open.Remove(value);
        }
    }

    private void WriteOther(object value)
    {
        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } generic)
        {
            if (generic == typeof(KeyValuePair<,>))
            {
                WriteArray([type.GetProperty("Key")!.GetValue(value), type.GetProperty("Value")!.GetValue(value)]);
                return;
            }

            if (generic == typeof(Memory<>) || generic == typeof(ReadOnlyMemory<>))
            {
                WriteArray(((IEnumerable)type.GetMethod("ToArray")!.Invoke(value, null)!).Cast<object?>());
                return;
            }
        }

        if (type.GetInterfaces().FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)) is { } stream)
        {
            var read = typeof(CanonicalJson).GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(stream.GetGenericArguments());
            WriteArray(((IEnumerable)Awaited.Value(read.Invoke(null, [value]))!).Cast<object?>());
            return;
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, property.GetValue(value)));
        var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => (field.Name, field.GetValue(value)));
        WriteObject(properties.Concat(fields));
    }

    private static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.ConfigureAwait(false))
        {
            list.Add(item);
            if (list.Count > 1 << 20)
            {
                throw new TooLongException();
            }
        }

        return list;
    }

    /// <summary>Returns the entries of a dictionary that is only a generic one.</summary>
    private static IEnumerable<(string, object?)>? Pairs(IEnumerable items)
    {
        var isDictionary = items.GetType().GetInterfaces().Any(face => face.IsGenericType
            && (face.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || face.GetGenericTypeDefinition() == typeof(IDictionary<,>)));
        return !isDictionary ? null : items.Cast<object>().Select(pair =>
            (Key(pair.GetType().GetProperty("Key")!.GetValue(pair)!), pair.GetType().GetProperty("Value")!.GetValue(pair)));
    }

    private static string Key(object key) => key switch
    {
        string text => text,
        bool boolean => boolean ? "true" : "false",
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        Enum name => name.ToString(),
        ITuple or IEnumerable => Write(key, 1 << 16) ?? "",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => key.ToString() ?? "",
    };

    private void WriteArray(IEnumerable<object?> items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            Write(item);
        }

        writer.WriteEndArray();
    }

    private void WriteObject(IEnumerable<(string Name, object? Value)> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            writer.WritePropertyName(Whole(name));
            Write(value);
        }

        writer.WriteEndObject();
    }

    private void WriteText(string text)
    {
        if (text.Length > maxBytes)
        {
            throw new TooLongException();
        }

        writer.WriteStringValue(Whole(text));
    }

    private void WriteNumber(double number, string text)
    {
        if (double.IsFinite(number))
        {
            writer.WriteRawValue(text, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("$double", double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        writer.WriteEndObject();
    }

    /// <summary>Half a surrogate pair cannot be written as UTF-8.</summary>
    private static string Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return string.Concat(text.Select(letter => char.IsSurrogate(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()));
            }
        }

        return text;
    }

    private sealed class TooLongException : Exception;
}
