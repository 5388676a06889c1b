namespace Eval.Harness.Models;

/// <summary>
/// Tells, while an answer arrives, when its text begins to show a reader something: endpoints without a parser for reasoning send what was
/// thought aloud as content, in front of the answer. Looked at are the blocks before the first visible character, and a block whose
/// beginning the endpoint kept to itself.
/// </summary>
internal sealed class InlineThinking
{
    /// <summary>A tag with the line break and the blanks before it is no longer.</summary>
    private const int MaxTagChars = 64;

    private static readonly (string Open, string Close)[] Notations =
    [
        ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("<reasoning>", "</reasoning>"),
            ("<seed:think>", "</seed:think>"), ("[THINK]", "[/THINK]"),
        ("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"), ("<|begin_of_thought|>", "<|end_of_thought|>"),
            ("\u25c1think\u25b7", "\u25c1/think\u25b7"),
    ];

    private string _pending = "";
    private string? _close;
    private bool _isSettled;

    /// <summary>Whether a thinking block has begun.</summary>
    public bool HasThought { get; private set; }

    /// <summary>Whether a reader has seen something.</summary>
    public bool IsVisible { get; private set; }

    /// <summary>Takes the next piece of text.</summary>
    /// <returns>Whether what had looked like the answer turned out to be thought aloud.</returns>
    public bool Take(string text)
    {
        if (_isSettled)
        {
            return false;
        }

        _pending += text;
        if (!IsVisible)
        {
            SkipBlocks();
        }

        return IsVisible && HasClosedLate();
    }

    private void SkipBlocks()
    {
        while (true)
        {
            if (_close is null)
            {
                _pending = _pending.TrimStart();
                var (open, close) = Array.Find(Notations, notation =>
                    _pending.StartsWith(notation.Open, StringComparison.OrdinalIgnoreCase));
                if (open is null)
                {
                    // What may become a tag is not seen yet.
                    IsVisible = _pending.Length > 0
                        && !Array.Exists(Notations, notation => notation.Open.StartsWith(_pending, StringComparison.OrdinalIgnoreCase));
                    _isSettled = IsVisible && HasThought;
                    return;
                }

                (_close, HasThought, _pending) = (close, true, _pending[open.Length..]);
            }

            var end = _pending.IndexOf(_close, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                Shorten();
                return;
            }

            (_pending, _close) = (_pending[(end + _close.Length)..], null);
        }
    }

    /// <summary>
    /// A template may have opened the block in the prompt: then a closing tag at the beginning of a line, before any code, ends it.
    /// </summary>
    private bool HasClosedLate()
    {
        if (!_isSettled && _pending.AsSpan().IndexOfAny("<[\u25c1") >= 0)
        {
            foreach (var (_, close) in Notations)
            {
                var at = _pending.IndexOf(close, StringComparison.OrdinalIgnoreCase);
                if (at > 0 && _pending[..at].TrimEnd(' ', '\t').EndsWith('\n') && !_pending[..at].Contains("```", StringComparison.Ordinal))
                {
                    (_pending, HasThought, IsVisible) = (_pending[(at + close.Length)..], true, false);
                    SkipBlocks();
                    return true;
                }
            }
        }

        _isSettled |= _pending.Contains("```", StringComparison.Ordinal);
        Shorten();
        return false;
    }

    private void Shorten() => _pending = _pending.Length > MaxTagChars ? _pending[^MaxTagChars..] : _pending;
}
