namespace Eval.Harness.Redaction;

/// <summary>
/// Finds keys in bytes, in all their forms at once and however they are escaped, in one pass (an automaton after Aho and Corasick).
/// Letter case is passed over, and so is which alphabet of base64 is used.
/// </summary>
internal sealed class KeyScanner
{
    /// <summary>What is passed on of a key before the rest is held back; that much begins many keys of a vendor.</summary>
    private const int MaxPassedChars = 8;

    /// <summary>A part that is shorter may be a vendor's prefix.</summary>
    private const int MinPartChars = 16;

    private const int EscapeStarts = 3;

    private readonly byte[] _symbols = new byte[256];
    private readonly int _width;
    private readonly int[] _next;
    private readonly int[] _depth;
    private readonly int[] _key;
    private readonly bool[] _isBuffered;
    private readonly bool[] _isPart;

    /// <summary>States are numbered by depth: from here on there are some that matter.</summary>
    private readonly int _firstDeep;

    /// <param name="forms">What is looked for.</param>
    public KeyScanner(IReadOnlyCollection<byte[]> forms)
    {
        (_symbols['\\'], _symbols['%'], _symbols['&']) = (1, 2, 3);
        _width = Alphabet(forms);
        var trie = KeyTrie.From(forms.Select(form => form.Select(letter => _symbols[letter]).ToArray()), _width,
            length => (Math.Min(MaxPassedChars, length / 2), Math.Min(length, Math.Max(MinPartChars, (2 * length + 2) / 3))));
        (_next, _depth, _key, _isBuffered, _isPart) = (trie.Next, trie.Depth, trie.KeyLength, trie.IsBuffered, trie.IsPart);
        _firstDeep = Array.FindIndex(_isBuffered, isBuffered => isBuffered) is >= 0 and var first ? first : _depth.Length;
    }

    /// <summary>Whether there is anything to be found.</summary>
    public bool IsEmpty => _depth.Length == 1;

    /// <summary>Returns the first key; where there is none, the place from which on the end may be the beginning of one.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isEnd">Whether nothing follows: then the greater part of a key is one.</param>
    public KeyMatch Find(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var state = 0;
        var open = KeyMatch.None;
        for (var i = 0; i < bytes.Length; i++)
        {
            int symbol = _symbols[bytes[i]];
            if (symbol is > 0 and <= EscapeStarts)
            {
                var escaped = FindEscaped(bytes, i, state, isEnd);
                open = escaped.IsKey ? escaped : open.Or(escaped);
                if (escaped.IsBuffered)
                {
                    return open;
                }
            }

            var next = _next[state * _width + symbol];
            if (Math.Max(state, next) >= _firstDeep)
            {
                if (_isPart[state] && _depth[next] != _depth[state] + 1)
                {
                    return KeyMatch.Key(i - _depth[state], i);
                }

                if (_key[next] > 0)
                {
                    return KeyMatch.Key(i + 1 - _key[next], i + 1);
                }
            }

            state = next;
        }

        return isEnd ? _isPart[state] ? KeyMatch.Key(bytes.Length - _depth[state], bytes.Length) : KeyMatch.None
            : _depth[state] > 0 ? open.Or(KeyMatch.Open(bytes.Length - _depth[state], bytes.Length, _isBuffered[state]))
            : open;
    }

    /// <summary>Reads on from an escape with what it stands for, as long as what matches holds it.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="from">Where the escape begins.</param>
    /// <param name="state">What the bytes before it match.</param>
    /// <param name="isEnd">Whether nothing follows the bytes.</param>
    private KeyMatch FindEscaped(ReadOnlySpan<byte> bytes, int from, int state, bool isEnd)
    {
        var at = from;
        for (var read = 0; ; read++)
        {
            var letter = EscapedByte.Read(bytes[at..], out var length);
            var start = from - (_depth[state] - read);
            if (letter == EscapedByte.Incomplete)
            {
                return !isEnd ? KeyMatch.Open(start, bytes.Length, _isBuffered[state])
                    : _isPart[state] ? KeyMatch.Key(start, bytes.Length) : KeyMatch.None;
            }

            var next = _next[state * _width + (letter < _symbols.Length ? _symbols[letter] : 0)];
            if (_isPart[state] && _depth[next] != _depth[state] + 1)
            {
                return KeyMatch.Key(start, at);
            }

            at += length;
            if (_depth[next] <= read)
            {
                // What matches now begins behind the escape.
                return KeyMatch.None;
            }

            if (_key[next] > read)
            {
                return KeyMatch.Key(from - (_key[next] - read - 1), at);
            }

            state = next;
        }
    }

    /// <summary>Numbers the characters that occur; returns how many there are, with the one for all others.</summary>
    private int Alphabet(IEnumerable<byte[]> forms)
    {
        var count = EscapeStarts + 1;
        foreach (var letter in forms.SelectMany(form => form).Select(Folded).Distinct().Where(letter => _symbols[letter] == 0))
        {
            _symbols[letter] = checked((byte)count++);
        }

        for (var letter = 0; letter < _symbols.Length; letter++)
        {
            _symbols[letter] = _symbols[letter] > 0 ? _symbols[letter] : _symbols[Folded((byte)letter)];
        }

        return count;
    }

    private static byte Folded(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => (byte)(letter | 0x20),
        (byte)'-' => (byte)'+',
        (byte)'_' => (byte)'/',
        _ => letter,
    };
}
