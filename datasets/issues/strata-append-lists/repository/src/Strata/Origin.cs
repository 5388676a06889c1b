namespace Strata;

/// <summary>The place a node was read from, such as a line of an INI text.</summary>
internal sealed record Origin(string Source, string Location, char Separator = ':')
{
    public static Origin Line(string source, int line) => new(source, line.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static Origin Pointer(string source, string pointer) => new(source, pointer, '#');

    public override string ToString() => $"{Source}{Separator}{Location}";
}
