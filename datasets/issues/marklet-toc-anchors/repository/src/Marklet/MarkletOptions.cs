namespace Marklet;

/// <summary>How a document is converted.</summary>
public sealed record MarkletOptions
{
    public static MarkletOptions Default { get; } = new();

    /// <summary>Whether headings get an <c>id</c> to which links can point.</summary>
    public bool HeadingIds { get; init; } = true;

    /// <summary>The highest heading in the table of contents; 1 is the title of the document.</summary>
    public int TocMinLevel { get; init; } = 2;

    /// <summary>The lowest heading in the table of contents.</summary>
    public int TocMaxLevel { get; init; } = 3;
}
