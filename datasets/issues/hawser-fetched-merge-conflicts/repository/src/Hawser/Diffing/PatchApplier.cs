namespace Hawser.Diffing;

/// <summary>
/// Applies the hunks of a patch to a text. A hunk may stand elsewhere than its numbers say, and up to two lines of its
/// context at either end may differ.
/// </summary>
internal sealed class PatchApplier(string path, string text)
{
    private const int MaximalFuzz = 2;

    private readonly string[] _lines = LineText.Split(text);
    private readonly List<string> _result = [];
    private int _consumed;
    private int _offset;

    public static string Apply(string path, string text, IReadOnlyList<Hunk> hunks)
    {
        var applier = new PatchApplier(path, text);
        for (int i = 0; i < hunks.Count; i++)
        {
            applier.ApplyHunk(hunks[i], i + 1);
        }

        applier.CopyUntil(applier._lines.Length);
        return LineText.Join(applier._result);
    }

    private void ApplyHunk(Hunk hunk, int number)
    {
        for (int fuzz = 0; fuzz <= MaximalFuzz; fuzz++)
        {
            int skipStart = Math.Min(fuzz, hunk.Lines.TakeWhile(IsContext).Count());
            int skipEnd = Math.Min(fuzz, hunk.Lines.Reverse().TakeWhile(IsContext).Count());
            if (skipStart + skipEnd > hunk.Lines.Count)
            {
                break;
            }

            List<HunkLine> lines = hunk.Lines.Skip(skipStart).SkipLast(skipEnd).ToList();
            int? place = FindPlace(lines, hunk.OldStart + skipStart);
            if (place is not null)
            {
                _offset = place.Value - (hunk.OldStart + skipStart);
                Insert(lines, place.Value);
                return;
            }
        }

        throw new PatchRejectedException(path, number);
    }

    private int? FindPlace(List<HunkLine> lines, int expected)
    {
        string[] old = lines.Where(l => l.Kind != HunkLineKind.Added).Select(l => l.Text).ToArray();
        int start = expected + _offset;
        for (int distance = 0; distance <= _lines.Length; distance++)
        {
            if (Fits(old, start + distance))
            {
                return start + distance;
            }

            if (distance > 0 && Fits(old, start - distance))
            {
                return start - distance;
            }
        }

        return null;
    }

    private bool Fits(string[] old, int position)
    {
        if (position < _consumed || position + old.Length > _lines.Length)
        {
            return false;
        }

        return _lines.AsSpan(position, old.Length).SequenceEqual(old);
    }

    private void Insert(List<HunkLine> lines, int position)
    {
        CopyUntil(position);
        _result.AddRange(lines.Where(l => l.Kind != HunkLineKind.Removed).Select(l => l.Text));
        _consumed = position + lines.Count(l => l.Kind != HunkLineKind.Added);
    }

    private void CopyUntil(int position)
    {
        for (; _consumed < position; _consumed++)
        {
            _result.Add(_lines[_consumed]);
        }
    }

    private static bool IsContext(HunkLine line) => line.Kind == HunkLineKind.Context;
}
