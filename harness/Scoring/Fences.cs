namespace Eval.Harness.Scoring;

/// <summary>Finds fenced blocks: with and without tag, indented, nested, with tildes, and unclosed.</summary>
internal static class Fences
{
    private const int MostNested = 8;

    /// <summary>
    /// Returns the blocks in order. A fence with a tag inside an open block may open a nested block or be a line of text; both readings are
    /// returned (the nested blocks first, then the one around them), and whoever asks takes the one that parses.
    /// </summary>
    public static IReadOnlyList<FencedBlock> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var blocks = new List<FencedBlock>();
        var open = new Stack<(Fence Fence, int FirstLine)>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence.TryRead(lines[i]) is not { } fence)
            {
                continue;
            }

            if (open.TryPeek(out var current) && fence.Closes(current.Fence))
            {
                open.Pop();
                blocks.Add(Block(lines, current.Fence, current.FirstLine, i, isClosed: true));
            }
            else if (open.Count == 0 || (fence.Tag.Length > 0 && open.Count < MostNested))
            {
                open.Push((fence, i + 1));
            }
        }

        while (open.TryPop(out var unclosed))
        {
            blocks.Add(Block(lines, unclosed.Fence, unclosed.FirstLine, lines.Length, isClosed: false));
        }

        return blocks;
    }

    private static FencedBlock Block(string[] lines, Fence fence, int first, int end, bool isClosed) =>
        new(fence.Tag, string.Join('\n', lines[first..end].Select(line => Unindent(line, fence.Indent))), isClosed);

    private static string Unindent(string line, int indent)
    {
        var blanks = line.Length - line.TrimStart(' ').Length;
        return line[Math.Min(blanks, indent)..];
    }

    private readonly record struct Fence(char Mark, int Length, int Indent, string Tag)
    {
        public static Fence? TryRead(string line)
        {
            var text = line.TrimStart(' ', '\t', '>');
            if (text.Length < 3 || text[0] is not ('`' or '~'))
            {
                return null;
            }

            var mark = text[0];
            var length = text.Length - text.TrimStart(mark).Length;
            var info = text[length..].Trim();
            if (length < 3 || (mark == '`' && info.Contains('`', StringComparison.Ordinal)))
            {
                return null;
            }

            var tag = info.Split([' ', '{', ',', ':'], 2)[0].ToLowerInvariant();
            return new Fence(mark, length, line.Length - line.TrimStart(' ').Length, tag);
        }

        public bool Closes(Fence opening) => Mark == opening.Mark && Length >= opening.Length && Tag.Length == 0;
    }
}
