using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>
/// Finds fenced blocks: with and without tag, indented, quoted, in lists, nested, glued to text, with tildes, and unclosed.
/// </summary>
internal static partial class Fences
{
    private const int MaxNested = 8;

    /// <summary>A block on one line is short; on a long one its pattern could take the square of the length.</summary>
    private const int MaxOneLine = 2000;

    /// <summary>
    /// Returns the blocks in order. A fence with a tag inside an open block may open a nested block or be a line of text; both readings are
    /// returned (the nested blocks first, then the one around them), and whoever asks takes the one that parses.
    /// </summary>
    public static IReadOnlyList<FencedBlock> Read(string text) =>
        Split(text).Select(part => part.Block).OfType<FencedBlock>().Where(block => !block.IsDoubtful).ToList();

    /// <summary>Returns the blocks, and between them the stretches of text outside of all blocks.</summary>
    public static IReadOnlyList<ReplyPart> Split(string text)
    {
        var reading = new Reading(TextLines.Split(text));
        reading.Run();
        return reading.Parts;
    }

    /// <summary>A block on one line.</summary>
    [GeneratedRegex(@"^[ \t>]*`{3,}[ \t]*([\w+#.-]*)[ \t]+([^`]*[^`\s])[ \t]*`{3,}\s*$")]
    private static partial Regex OneLine();

    /// <summary>A tag in front of code on the line of the fence, also without a blank between them.</summary>
    [GeneratedRegex(
        @"^(?:python[\d.]*|py\d?|csharp|cs|c#|javascript|js|typescript|ts)(?:[ \t]+|(?=(?:def|class|import|from|using|public|static|function|const|let|var)\b))", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    private sealed class Reading(string[] lines)
    {
        private readonly Stack<Open> _open = new();
        private readonly List<string> _loose = [];
        private int _nextFence = -1;

        public List<ReplyPart> Parts { get; } = [];

        public void Run()
        {
            for (var i = 0; i < lines.Length; i++)
            {
                if (FenceLine.TryRead(lines[i]) is { } fence)
                {
                    ReadFence(fence, i);
                }
                else if (!ReadGlued(i) && _open.Count == 0)
                {
                    ReadLoose(lines[i]);
                }
            }

            while (_open.TryPop(out var unclosed))
            {
                AddBlock(unclosed, lines[unclosed.FirstLine..], isClosed: false);
            }

            FlushLoose();
        }

        private void ReadFence(FenceLine fence, int line)
        {
            // Text on the line of a closing fence is none of a tag's.
            var closing = fence.HasText ? fence with { Info = "" } : fence;
            if (_open.TryPeek(out var current) && closing.Closes(current.Fence))
            {
                _open.Pop();
                AddBlock(current, lines[current.FirstLine..line], isClosed: true);
                if (_open.Count == 0 && fence.Info.Length > 0)
                {
                    _loose.Add(fence.Info);
                }
            }
            else if (_open.Count == 0 || (fence.Tag.Length > 0 && _open.Count < MaxNested))
            {
                FlushLoose();
                _open.Push(new Open(fence, line + 1));
            }
        }

        /// <summary>
        /// Reads a fence at the end of a line of text: an opening one outside of blocks; inside of one it may close it or be text.
        /// </summary>
        private bool ReadGlued(int line)
        {
            if (FenceLine.TryReadGlued(lines[line]) is not { } glued)
            {
                return false;
            }

            if (!_open.TryPeek(out var current))
            {
                _loose.Add(glued.Before);
                FlushLoose();
                _open.Push(new Open(glued.Fence, line + 1));
                return true;
            }

            if (glued.Fence.Info.Length > 0 || current.HasGluedEnd || current.Fence.Mark != '`'
                || glued.Fence.Length < current.Fence.Length)
            {
                return false;
            }

            var isDoubtful = IsClosedLater(current.Fence, line + 1);
            AddBlock(current, [.. lines[current.FirstLine..line], glued.Before], isClosed: true, isDoubtful);
            current.HasGluedEnd = true;
            if (!isDoubtful)
            {
                _open.Pop();
            }

            return !isDoubtful;
        }

        /// <summary>Whether the next fence is a bare one; with any other a new block begins, so that this one is over.</summary>
        private bool IsClosedLater(FenceLine opening, int line)
        {
            if (_nextFence < line)
            {
                _nextFence = Array.FindIndex(lines, line, text => FenceLine.TryRead(text) is not null);
                _nextFence = _nextFence < 0 ? lines.Length : _nextFence;
            }

            return _nextFence < lines.Length && FenceLine.TryRead(lines[_nextFence]) is { } fence && fence.Closes(opening);
        }

        private void ReadLoose(string line)
        {
            if (line.Length <= MaxOneLine && line.Contains("```", StringComparison.Ordinal)
                && OneLine().Match(line) is { Success: true } block)
            {
                FlushLoose();
                Parts.Add(new ReplyPart("", new FencedBlock(block.Groups[1].Value.ToLowerInvariant(), block.Groups[2].Value, true)));
                return;
            }

            _loose.Add(line);
        }

        private void AddBlock(Open opening, string[] inside, bool isClosed, bool isDoubtful = false)
        {
            var code = string.Join('\n', Container.Strip(inside, opening.Fence.Prefix));
            Parts.Add(new ReplyPart("", new FencedBlock(opening.Fence.Tag, code, isClosed)
            {
                IsDoubtful = isDoubtful,
                WithFirstLine = opening.Fence.HasText ? Tag().Replace(opening.Fence.Info, "") + "\n" + code : null,
            }));
        }

        private void FlushLoose()
        {
            if (_loose.Any(line => !string.IsNullOrWhiteSpace(line)))
            {
                Parts.Add(new ReplyPart(string.Join('\n', _loose), null));
            }

            _loose.Clear();
        }
    }

    private sealed class Open(FenceLine fence, int firstLine)
    {
        public FenceLine Fence => fence;

        public int FirstLine => firstLine;

        /// <summary>Whether a fence at the end of a line of it was seen; of more than one only the first can be its end.</summary>
        public bool HasGluedEnd { get; set; }
    }
}
