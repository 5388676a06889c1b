using Eval.Harness.Replies;

namespace Eval.Harness.Models;

/// <summary>
/// Tells, while an answer arrives, when its text begins to show a reader something: endpoints without a parser for reasoning send what was
/// thought aloud as content, in front of the answer. Looked at are the blocks before the first visible character, and a block whose
/// beginning the endpoint kept to itself.
/// </summary>
internal sealed class InlineThinking
{
    /// <summary>A tag with the line break and the blanks before it is no longer.</summary>
    private const int MaxTagChars = 256;

    /// <summary>What has come while nothing is visible.</summary>
    private string _pending = "";

    /// <summary>The last of what is visible: each piece of an answer is put here, so that none allocates.</summary>
    private char[] _recent = [];
    private int _recentCount;
    private string? _kind;
    private bool _isSettled;

    /// <summary>Whether a thinking block has begun.</summary>
    public bool HasThought { get; private set; }

    /// <summary>Whether a reader has seen something.</summary>
    public bool IsVisible { get; private set; }

    /// <summary>Whether text has come that might have become a tag: where nothing follows, it is the answer.</summary>
    public bool IsUndecided => !IsVisible && _kind is null && _pending.Length > 0;

    /// <summary>Takes the next piece of text.</summary>
    /// <returns>Whether what had looked like the answer turned out to be thought aloud.</returns>
    public bool Take(string text)
    {
        if (_isSettled)
        {
            return false;
        }

        if (IsVisible)
        {
            Append(text);
        }
        else
        {
            _pending += text;
            SkipBlocks();
            if (IsVisible)
            {
                Append(_pending);
            }
        }

        return IsVisible && HasClosedLate();
    }

    private void SkipBlocks()
    {
        while (true)
        {
            if (_kind is null)
            {
                _pending = _pending.TrimStart();
                if (ThinkingNotations.Begin(_pending) is not { } begun)
                {
                    // What may become a tag is not seen yet.
                    IsVisible = _pending.Length > 0 && !ThinkingNotations.MayBegin(_pending, MaxTagChars);
                    _isSettled = IsVisible && HasThought;
                    return;
                }

                (_kind, HasThought, _pending) = (begun.Kind, true, begun.Following);
            }

            if (ThinkingNotations.EndOf(_kind, _pending) is not { } end)
            {
                Shorten();
                return;
            }

            (_pending, _kind) = (_pending[end.End..], null);
        }
    }

    /// <summary>
    /// A template may have opened the block in the prompt: then a closing tag at the beginning of a line, before any code, ends it.
    /// </summary>
    private bool HasClosedLate()
    {
        var recent = _recent.AsSpan(0, _recentCount);
        if (!_isSettled && recent.IndexOfAny("<[\u25c1") >= 0)
        {
            var text = recent.ToString();
            foreach (var (_, place) in ThinkingNotations.Ends(text).Where(end => end.Kind != ThinkingNotations.Details))
            {
                var before = text[..place.Start];
                if (before.TrimEnd(' ', '\t').EndsWith('\n') && !before.Contains("```", StringComparison.Ordinal))
                {
                    (_pending, _recentCount, HasThought, IsVisible) = (text[place.End..], 0, true, false);
                    SkipBlocks();
                    return true;
                }
            }
        }

        _isSettled |= recent.IndexOf("```") >= 0;
        if (_recentCount > MaxTagChars)
        {
            recent[^MaxTagChars..].CopyTo(_recent);
            _recentCount = MaxTagChars;
        }

        return false;
    }

    private void Append(string text)
    {
        if (_recentCount + text.Length > _recent.Length)
        {
            Array.Resize(ref _recent, Math.Max(2 * MaxTagChars, _recentCount + text.Length));
        }

        text.CopyTo(0, _recent, _recentCount, text.Length);
        _recentCount += text.Length;
    }

    private void Shorten() => _pending = _pending.Length > MaxTagChars ? _pending[^MaxTagChars..] : _pending;
}
