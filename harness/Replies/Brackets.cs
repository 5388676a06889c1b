namespace Eval.Harness.Replies;

/// <summary>The brackets that are open.</summary>
internal sealed class Brackets
{
    private readonly Stack<char> _open = new();

    public bool AreClosed => _open.Count == 0;

    /// <summary>Takes a token; returns whether it closes nothing but the bracket that was opened last.</summary>
    public bool Take(CodeToken token)
    {
        if (token.IsOpening)
        {
            _open.Push(token.Text[0]);
        }
        else if (token.IsClosing)
        {
            return _open.TryPop(out var opening) && (opening, token.Text[0]) is ('(', ')') or ('[', ']') or ('{', '}');
        }

        return true;
    }
}
