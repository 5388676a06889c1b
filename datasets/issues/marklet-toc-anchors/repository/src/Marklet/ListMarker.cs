using System.Globalization;

namespace Marklet;

/// <summary>The mark at the beginning of a list item.</summary>
/// <param name="Number">The number, null for a bullet.</param>
/// <param name="Sign">The bullet, or the character after the number.</param>
/// <param name="Indent">How far the mark is indented.</param>
/// <param name="ContentColumn">The column in which the text of the item begins.</param>
internal readonly record struct ListMarker(int? Number, char Sign, int Indent, int ContentColumn)
{
    public static ListMarker? Find(string line)
    {
        int indent = line.Length - line.TrimStart(' ').Length;
        int end = indent;
        while (end < line.Length && end - indent < 9 && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        bool numbered = end > indent;
        if (end >= line.Length || !(numbered ? ".)" : "-*+").Contains(line[end]))
        {
            return null;
        }

        char sign = line[end];
        int? number = numbered ? int.Parse(line.AsSpan(indent, end - indent), CultureInfo.InvariantCulture) : null;
        end++;
        if (end >= line.Length)
        {
            return new ListMarker(number, sign, indent, end + 1);
        }

        if (line[end] != ' ')
        {
            return null;
        }

        int content = end;
        while (content < line.Length && line[content] == ' ')
        {
            content++;
        }

        bool isCode = content - end > 4 || content == line.Length;
        return new ListMarker(number, sign, indent, isCode ? end + 1 : content);
    }

    /// <summary>Whether an item with the other mark continues the same list.</summary>
    public bool Continues(ListMarker other) => Sign == other.Sign && Number.HasValue == other.Number.HasValue;
}
