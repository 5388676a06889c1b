using Eval.Harness.Redaction;

namespace Eval.Harness.Serving;

/// <summary>One text that comes in pieces, and the end of it that may be the beginning of a key.</summary>
/// <param name="guard">Knows the keys.</param>
internal sealed class SplitText(KeyGuard guard)
{
    private const int Passed = -1;
    private readonly List<byte> _open = [];
    private readonly List<int> _places = [];

    /// <summary>Whether so much of a key has come that what follows must be known first.</summary>
    public bool IsBuffered { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece, escaped as it came.</param>
    /// <param name="offset">Where it stands among the bytes that are held.</param>
    /// <param name="cuts">Gets the parts of the held bytes that are a key's.</param>
    /// <returns>How many keys were found.</returns>
    public int Take(ReadOnlySpan<byte> piece, int offset, List<(int Start, int End, bool IsMarked)> cuts)
    {
        // Most often nothing has begun and nothing begins.
        if (_open.Count == 0 && !guard.Find(piece, isEnd: false).IsAny)
        {
            return 0;
        }

        for (var i = 0; i < piece.Length; i++)
        {
            _open.Add(piece[i]);
            _places.Add(offset + i);
        }

        return Read(isEnd: false, cuts);
    }

    /// <summary>Nothing follows.</summary>
    /// <param name="cuts">Gets the parts of the held bytes that are a key's.</param>
    public int End(List<(int Start, int End, bool IsMarked)> cuts) => _open.Count == 0 ? 0 : Read(isEnd: true, cuts);

    /// <summary>What was held has gone out.</summary>
    public void PassedOn()
    {
        for (var i = 0; i < _places.Count; i++)
        {
            _places[i] = Passed;
        }
    }

    private int Read(bool isEnd, List<(int Start, int End, bool IsMarked)> cuts)
    {
        var found = 0;
        while (true)
        {
            var match = guard.Find(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_open), isEnd);
            if (match.IsKey)
            {
                found++;
                Cut(match.Start, match.End, cuts);
            }

            var done = match.IsKey ? match.End : match.IsOpen ? match.Start : _open.Count;
            _open.RemoveRange(0, done);
            _places.RemoveRange(0, done);
            if (!match.IsKey)
            {
                IsBuffered = match is { IsOpen: true, IsBuffered: true };
                return found;
            }
        }
    }

    private void Cut(int start, int end, List<(int Start, int End, bool IsMarked)> cuts)
    {
        var isMarked = true;
        for (var i = start; i < end; i++)
        {
            var from = i;
            while (i + 1 < end && _places[i + 1] == _places[i] + 1)
            {
                i++;
            }

            if (_places[from] != Passed)
            {
                cuts.Add((_places[from], _places[i] + 1, isMarked));
                isMarked = false;
            }
        }
    }
}
