namespace Eval.Harness.Replies;

/// <summary>
/// Tells where a mark is text of the answer itself: inside of a fence that is closed, or of a string in triple quotes. Goes through the
/// text once; whoever asks does so from the beginning to the end.
/// </summary>
internal sealed class LiteralText(string text)
{
    private static readonly string[] Quotes = ["\"\"\"", "'''"];
    private readonly HashSet<string> _neverEnds = [];
    private Dictionary<int, (int Start, int End)>? _closings;
    private int _next;
    private int _start;
    private int _end;

    /// <summary>Whether the place lies in a literal.</summary>
    public bool Contains(int index)
    {
        while (_next <= index && _next < text.Length)
        {
            ReadLine();
        }

        return index >= _start && index < _end;
    }

    /// <summary>Forgets what is before a place, because it was no part of the answer.</summary>
    public void GoOnAt(int index)
    {
        (_start, _end, _next) = (0, 0, index);
    }

    private void ReadLine()
    {
        var line = LineAt(_next);
        var after = Math.Min(_next + line.Length + 1, text.Length);
        if (FenceLine.TryRead(line) is { } fence)
        {
            // On the line of the closing fence marks count again.
            (_start, _end, _next) = Closing(fence, _next, after) is { } closing ? (_next, closing.Start, closing.End) : (0, 0, after);
            return;
        }

        var at = _next;
        _next = after;
        foreach (var quote in Quotes)
        {
            var opening = text.AsSpan(at, line.Length).IndexOf(quote);
            if (opening < 0 || _neverEnds.Contains(quote))
            {
                continue;
            }

            var from = at + opening + quote.Length;
            var closing = text.IndexOf(quote, from, StringComparison.Ordinal);
            if (closing < 0)
            {
                _neverEnds.Add(quote);
                continue;
            }

            // What follows on the closing line is read as a line of its own.
            (_start, _end, _next) = (from, closing, closing + quote.Length);
            return;
        }
    }

    /// <summary>
    /// Returns where the line of the closing fence begins and ends; null where there is none. A fence with a tag begins a block inside of
    /// the block, so that one that was never closed does not end with the next. A search that reaches the end knows all that come later.
    /// </summary>
    private (int Start, int End)? Closing(FenceLine opening, int start, int from)
    {
        if (_closings is not null)
        {
            return _closings.TryGetValue(start, out var known) ? known : null;
        }

        var closings = new Dictionary<int, (int Start, int End)>();
        var open = new Stack<(FenceLine Fence, int Start)>([(opening, start)]);
        for (var at = from; at < text.Length;)
        {
            var line = LineAt(at);
            var next = Math.Min(at + line.Length + 1, text.Length);
            if (FenceLine.TryRead(line) is { } fence && fence.Mark == opening.Mark)
            {
                if (fence.Tag.Length > 0 && !fence.HasText || open.Count == 0)
                {
                    open.Push((fence, at));
                }
                else if (fence.Length >= open.Peek().Fence.Length)
                {
                    closings[open.Pop().Start] = (at, next);
                    if (closings.TryGetValue(start, out var closing))
                    {
                        return closing;
                    }
                }
            }

            at = next;
        }

        _closings = closings;
        return null;
    }

    private string LineAt(int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text[start..] : text[start..end];
    }
}
