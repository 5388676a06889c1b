namespace Eval.Harness.Replies;

/// <summary>
/// Tells where a mark is text of the answer itself: inside of a fence that is closed, or of a string in triple quotes. Goes through the text
/// once; whoever asks does so from the beginning to the end.
/// </summary>
internal sealed class LiteralText(string text)
{
    private static readonly string[] Quotes = ["\"\"\"", "'''"];
    private readonly HashSet<(char Mark, int Length)> _neverClosed = [];
    private readonly HashSet<string> _neverEnds = [];
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
            (_start, _end, _next) = Closing(fence, after) is var (closing, behind) && closing >= 0 ? (_next, closing, behind) : (0, 0, after);
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

    /// <summary>Returns where the line of the closing fence begins and ends; -1 where there is none.</summary>
    private (int Start, int End) Closing(FenceLine opening, int from)
    {
        if (_neverClosed.Any(known => known.Mark == opening.Mark && known.Length <= opening.Length))
        {
            return (-1, -1);
        }

        for (var at = from; at < text.Length;)
        {
            var line = LineAt(at);
            var next = Math.Min(at + line.Length + 1, text.Length);
            if (FenceLine.TryRead(line) is { } fence && fence.Closes(opening))
            {
                return (at, next);
            }

            at = next;
        }

        _neverClosed.Add((opening.Mark, opening.Length));
        return (-1, -1);
    }

    private string LineAt(int start)
    {
        var end = text.IndexOf('\n', start);
        return end < 0 ? text[start..] : text[start..end];
    }
}
