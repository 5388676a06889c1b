using System.Globalization;

namespace Strata;

/// <summary>A key as written in INI files and arguments: dotted names and an optional list suffix.</summary>
internal sealed record KeySyntax(IReadOnlyList<string> Names, ListPosition Position)
{
    public static KeySyntax Parse(string text, Origin origin)
    {
        var position = ListPosition.None;
        var bracket = text.IndexOf('[');
        if (bracket >= 0)
        {
            if (!text.EndsWith(']'))
            {
                throw new ConfigFormatException(origin, $"'{text}' has an unclosed bracket.");
            }

            position = ParsePosition(text[(bracket + 1)..^1], origin);
            text = text[..bracket];
        }

        return new KeySyntax(SplitNames(text, origin), position);
    }

    public static IReadOnlyList<string> SplitNames(string text, Origin origin)
    {
        var names = text.Split('.').Select(n => n.Trim()).ToList();
        if (names.Any(n => n.Length == 0 || n.Contains(':')))
        {
            throw new ConfigFormatException(origin, $"'{text}' is not a valid key.");
        }

        return names;
    }

    private static ListPosition ParsePosition(string text, Origin origin)
    {
        if (text.Length == 0)
        {
            return ListPosition.Next;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return ListPosition.At(index);
        }

        throw new ConfigFormatException(origin, $"'[{text}]' is not a list position.");
    }
}

/// <summary>Where in a list a value goes, if it goes into a list at all.</summary>
internal readonly record struct ListPosition
{
    private readonly int _code;

    private ListPosition(int code) => _code = code;

    /// <summary>Not a list element.</summary>
    public static ListPosition None => new(0);

    /// <summary>After the last element so far.</summary>
    public static ListPosition Next => new(-1);

    /// <summary>The index of the element, or null for <see cref="Next"/> and <see cref="None"/>.</summary>
    public int? Index => _code > 0 ? _code - 1 : null;

    public static ListPosition At(int index) => new(index + 1);
}
