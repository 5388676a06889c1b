namespace Marklet;

/// <summary>A part of a document that stands in lines of its own.</summary>
internal abstract class Block;

/// <summary>A block that is made up of other blocks.</summary>
internal abstract class ContainerBlock(IReadOnlyList<Block> children) : Block
{
    public IReadOnlyList<Block> Children { get; } = children;
}

internal sealed class DocumentBlock(IReadOnlyList<Block> children) : ContainerBlock(children);

internal sealed class QuoteBlock(IReadOnlyList<Block> children) : ContainerBlock(children);

internal sealed class ListItemBlock(IReadOnlyList<Block> children) : ContainerBlock(children);

/// <summary>A list; when it is tight, the paragraphs of its items are written without tags.</summary>
internal sealed class ListBlock(IReadOnlyList<ListItemBlock> items, int? start, bool isTight) : ContainerBlock(items)
{
    /// <summary>The first number of a numbered list, null for bullets.</summary>
    public int? Start { get; } = start;

    public bool IsTight { get; } = isTight;
}

internal sealed class HeadingBlock(int level, IReadOnlyList<Inline> content) : Block
{
    public int Level { get; } = level;

    public IReadOnlyList<Inline> Content { get; } = content;
}

internal sealed class ParagraphBlock(IReadOnlyList<Inline> content) : Block
{
    public IReadOnlyList<Inline> Content { get; } = content;
}

internal sealed class CodeBlock(string language, string text) : Block
{
    public string Language { get; } = language;

    public string Text { get; } = text;
}

internal sealed class ThematicBreakBlock : Block;

/// <summary>The place of the table of contents.</summary>
internal sealed class TocBlock : Block;
