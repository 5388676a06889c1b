using System.Globalization;

namespace Eval.Harness.Redaction;

/// <summary>
/// Reads one character that may be escaped, as JSON, addresses and web pages escape it, also several times over: <c>s</c>, <c>\u0073</c>,
/// <c>%73</c>, <c>&amp;#x73;</c>, <c>\\u0073</c>, <c>%2573</c>.
/// </summary>
internal static class EscapedByte
{
    /// <summary>The text ends before the escape does.</summary>
    public const int Incomplete = -1;

    /// <summary>A character that no key holds.</summary>
    private const int Other = byte.MaxValue + 1;

    /// <summary>JSON within JSON within a page; what is escaped more often nobody reads as it is.</summary>
    private const int MaxLayers = 3;

    private const int MaxEntityChars = 8;

    private static readonly Dictionary<string, int> Entities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["amp"] = '&', ["lt"] = '<', ["gt"] = '>', ["quot"] = '"', ["apos"] = '\'', ["sol"] = '/', ["bsol"] = '\\', ["plus"] = '+',
        ["equals"] = '=', ["period"] = '.', ["lowbar"] = '_', ["colon"] = ':', ["semi"] = ';', ["comma"] = ',', ["percnt"] = '%',
        ["num"] = '#', ["excl"] = '!', ["dollar"] = '$', ["commat"] = '@', ["ast"] = '*', ["lpar"] = '(', ["rpar"] = ')',
        ["quest"] = '?', ["tilde"] = '~', ["verbar"] = '|',
    };

    /// <summary>Whether an escape begins with this byte.</summary>
    public static bool IsStart(int value) => value is '\\' or '%' or '&';

    /// <summary>Reads the first character.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many bytes it takes.</param>
    /// <returns>Its code, or <see cref="Incomplete"/>.</returns>
    public static int Read(ReadOnlySpan<byte> text, out int length) => Read(text, MaxLayers, out length);

    private static int Read(ReadOnlySpan<byte> text, int layers, out int length)
    {
        length = 1;
        if (text.IsEmpty)
        {
            return Incomplete;
        }

        if (layers == 0 || !IsStart(text[0]))
        {
            return text[0];
        }

        // What an inner layer makes of it may begin an escape of this one.
        var start = Read(text, layers - 1, out length);
        if (!IsStart(start))
        {
            return start;
        }

        var reader = new Reader(text, length, layers - 1);
        var value = start switch { '\\' => AfterBackslash(ref reader), '%' => Number(ref reader, 2), _ => Entity(ref reader) };
        if (value is not { } read)
        {
            return start;
        }

        length = reader.At;
        return read;
    }

    /// <summary>What follows a backslash; null where that is no escape.</summary>
    private static int? AfterBackslash(ref Reader reader) => reader.Next() switch
    {
        Incomplete => Incomplete,
        'u' => Number(ref reader, 4),
        'x' => Number(ref reader, 2),
        'n' or 'r' or 't' or 'b' or 'f' => Other,
        var letter and ('/' or '"' or '\'' or '\\') => letter,
        _ => null,
    };

    private static int? Number(ref Reader reader, int digits)
    {
        var value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = reader.Next();
            if (digit == Incomplete)
            {
                return Incomplete;
            }

            if (digit >= Other || !char.IsAsciiHexDigit((char)digit))
            {
                return null;
            }

            value = value * 16 + Convert.ToInt32(((char)digit).ToString(), 16);
        }

        return Math.Min(value, Other);
    }

    private static int? Entity(ref Reader reader)
    {
        Span<char> name = stackalloc char[MaxEntityChars];
        for (var count = 0; count <= MaxEntityChars; count++)
        {
            var letter = reader.Next();
            if (letter is Incomplete)
            {
                return Incomplete;
            }

            if (letter == ';')
            {
                return Named(name[..count]);
            }

            if (letter >= Other || count == MaxEntityChars || !(char.IsAsciiLetterOrDigit((char)letter) || (letter == '#' && count == 0)))
            {
                return null;
            }

            name[count] = (char)letter;
        }

        return null;
    }

    private static int? Named(ReadOnlySpan<char> name)
    {
        if (name is not ['#', .. var number])
        {
            return Entities.TryGetValue(name.ToString(), out var named) ? named : null;
        }

        var isHex = number is ['x' or 'X', ..];
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return int.TryParse(isHex ? number[1..] : number, style, CultureInfo.InvariantCulture, out var code) && code >= 0
            ? Math.Min(code, Other) : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> text, int at, int layers)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public int At { get; private set; } = at;

        public int Next()
        {
            var value = Read(_text[At..], layers, out var length);
            At += value == Incomplete ? 0 : length;
            return value;
        }
    }
}
