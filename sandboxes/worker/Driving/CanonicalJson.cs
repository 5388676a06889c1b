using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Eval.Sandboxes.Worker.Driving;

/// <summary>
/// Writes a returned value so that equal values give equal text, whatever their types: sequences and tuples as arrays, others as objects
/// with sorted names.
/// </summary>
/// <remarks>
/// Every answer pays for what this loads, so it does without the JSON library, LINQ and generic types over structs: a third of a worker's
/// start.
/// </remarks>
internal sealed class CanonicalJson(long maxLength)
{
    private const int MaxLevels = 60;

    /// <summary>How the invariant culture writes numbers; itself it would load all that sorts and compares text.</summary>
    private static readonly NumberFormatInfo Numbers = NumberFormatInfo.ReadOnly(new NumberFormatInfo());

    private readonly StringBuilder _json = new();

    /// <summary>What is being written; made with the first that has parts.</summary>
    private HashSet<object>? _open;

    /// <summary>Returns the text; null when it would be longer than allowed.</summary>
    public static string? Write(object? value, long maxLength)
    {
        var json = new CanonicalJson(maxLength);
        try
        {
            json.Write(value);
            return json._json.Length > maxLength ? null : json._json.ToString();
        }
        catch (TooLongException)
        {
            return null;
        }
    }

    private void Write(object? value)
    {
        if (_json.Length > maxLength)
        {
            throw new TooLongException();
        }

        if (value is null)
        {
            _json.Append("null");
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
                _json.Append(boolean ? "true" : "false");
                return true;
            case string text:
                WriteText(text);
                return true;
            case int number:
                _json.Append(number.ToString(Numbers));
                return true;
            default:
                return TryWriteOtherScalar(value);
        }
    }

    // A method of its own, because all types that a method names are loaded with it.
    private bool TryWriteOtherScalar(object value)
    {
        switch (value)
        {
            case char letter:
                WriteText(letter.ToString());
                return true;
            case Enum name:
                WriteText(name.ToString());
                return true;
            case double number:
                WriteNumber(number, number.ToString("R", Numbers));
                return true;
            case float number:
                WriteNumber(number, number.ToString("R", Numbers));
                return true;
            case Half number:
                WriteNumber((double)number, number.ToString("R", Numbers));
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong or nint or nuint or decimal:
                _json.Append(((IFormattable)value).ToString(null, Numbers));
                return true;
            default:
                return TryWriteByName(value);
        }
    }

    /// <summary>By the name of the type, because a mention of the type itself would load its assembly for every answer.</summary>
    private bool TryWriteByName(object value)
    {
        var text = value.GetType().FullName switch
        {
            "System.DateTime" or "System.DateTimeOffset" or "System.DateOnly" or "System.TimeOnly" =>
                ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            "System.TimeSpan" => ((IFormattable)value).ToString("c", CultureInfo.InvariantCulture),
            "System.Guid" or "System.Text.StringBuilder" or "System.Text.Rune" or "System.Version" => value.ToString(),
            "System.Uri" => ((Uri)value).OriginalString,
            _ => value is Type type ? type.FullName ?? type.Name : null,
        };
        if (text is not null)
        {
            WriteText(text);
            return true;
        }

        if (value.GetType().FullName is "System.Numerics.BigInteger" or "System.Int128" or "System.UInt128")
        {
            _json.Append(((IFormattable)value).ToString(null, Numbers));
            return true;
        }

        return false;
    }

    private void WriteComposite(object value)
    {
        _open ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
        var isReference = !value.GetType().IsValueType;
        if (_open.Count > MaxLevels || (isReference && !_open.Add(value)))
        {
            _json.Append("{\"$cycle\":true}");
            return;
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case ITuple tuple:
                WriteTuple(tuple);
                break;
            case IDictionary dictionary:
                WriteObject(Members(dictionary));
                break;
            case IEnumerable items when IsDictionary(items):
                WriteObject(Pairs(items));
                break;
            case IEnumerable items:
                WriteArray(items);
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

    private void WriteTuple(ITuple tuple)
    {
        var items = new object?[tuple.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = tuple[i];
        }

        WriteArray(items);
    }

    private void WriteOther(object value)
    {
        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } generic)
        {
            if (generic == typeof(KeyValuePair<,>))
            {
                WriteArray(new[] { Property(value, "Key"), Property(value, "Value") });
                return;
            }

            if (generic == typeof(Memory<>) || generic == typeof(ReadOnlyMemory<>))
            {
                WriteArray((IEnumerable)type.GetMethod("ToArray")!.Invoke(value, null)!);
                return;
            }
        }

        foreach (var face in type.GetInterfaces())
        {
            if (face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            {
                var read = typeof(AsyncItems).GetMethod(nameof(AsyncItems.ReadAsync))!.MakeGenericMethod(face.GetGenericArguments());
                WriteArray((IEnumerable)Awaited.Value(read.Invoke(null, [value]))!);
                return;
            }
        }

        WriteObject(PublicMembers(value, type));
    }

    private static List<Member> PublicMembers(object value, Type type)
    {
        var members = new List<Member>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanRead && property.GetIndexParameters().Length == 0)
            {
                members.Add(new Member(property.Name, property.GetValue(value)));
            }
        }

        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            members.Add(new Member(field.Name, field.GetValue(value)));
        }

        return members;
    }

    private static List<Member> Members(IDictionary dictionary)
    {
        var members = new List<Member>(dictionary.Count);
        foreach (var key in dictionary.Keys)
        {
            members.Add(new Member(Key(key), dictionary[key]));
        }

        return members;
    }

    /// <summary>Whether this is a dictionary by a generic interface only.</summary>
    private static bool IsDictionary(IEnumerable items)
    {
        foreach (var face in items.GetType().GetInterfaces())
        {
            if (face.IsGenericType && face.GetGenericTypeDefinition() is { } generic
                && (generic == typeof(IReadOnlyDictionary<,>) || generic == typeof(IDictionary<,>)))
            {
                return true;
            }
        }

        return false;
    }

    private static List<Member> Pairs(IEnumerable items)
    {
        var members = new List<Member>();
        foreach (var pair in items)
        {
            members.Add(new Member(Key(Property(pair, "Key")!), Property(pair, "Value")));
        }

        return members;
    }

    private static object? Property(object of, string name) => of.GetType().GetProperty(name)!.GetValue(of);

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

    private void WriteArray(IEnumerable items)
    {
        _json.Append('[');
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
            {
                _json.Append(',');
            }

            isFirst = false;
            Write(item);
        }

        _json.Append(']');
    }

    private void WriteObject(List<Member> members)
    {
        members.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        _json.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                _json.Append(',');
            }

            WriteText(members[i].Name);
            _json.Append(':');
            Write(members[i].Value);
        }

        _json.Append('}');
    }

    private void WriteNumber(double number, string text)
    {
        if (double.IsFinite(number))
        {
            _json.Append(text);
            return;
        }

        _json.Append("{\"$double\":\"").Append(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity").Append("\"}");
    }

    private void WriteText(string text)
    {
        if (_json.Length + (long)text.Length > maxLength)
        {
            throw new TooLongException();
        }

        var isWhole = IsWhole(text);
        _json.Append('"');
        foreach (var letter in text)
        {
            if (letter is '"' or '\\')
            {
                _json.Append('\\').Append(letter);
            }
            else if (letter is '\n' or '\r' or '\t')
            {
                _json.Append(letter switch { '\n' => "\\n", '\r' => "\\r", _ => "\\t" });
            }
            else if (char.IsControl(letter))
            {
                _json.Append("\\u").Append(((int)letter).ToString("x4", Numbers));
            }
            else if (!isWhole && char.IsSurrogate(letter))
            {
                // Half a surrogate pair cannot be written as UTF-8: the text shows its number instead.
                _json.Append("\\\\u").Append(((int)letter).ToString("x4", Numbers));
            }
            else
            {
                _json.Append(letter);
            }
        }

        _json.Append('"');
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Member(string name, object? value)
    {
        public string Name => name;

        public object? Value => value;
    }
}
