namespace Hawser.Diffing;

/// <summary>Lines of the old text that are replaced by lines of the new one; either may be none.</summary>
internal readonly record struct Edit(int OldStart, int OldLength, int NewStart, int NewLength)
{
    public int OldEnd => OldStart + OldLength;

    public int NewEnd => NewStart + NewLength;
}

/// <summary>Collects changed lines and makes edits of them.</summary>
internal sealed class ChangeMarks(int oldCount, int newCount)
{
    private readonly bool[] _old = new bool[oldCount];
    private readonly bool[] _new = new bool[newCount];

    public void MarkOld(int from, int to) => Array.Fill(_old, true, from, to - from);

    public void MarkNew(int from, int to) => Array.Fill(_new, true, from, to - from);

    /// <summary>
    /// Moves groups of changed lines down as far as they go where the line after the group equals its first one. A
    /// method appended to others then shows as itself and not as the end of one and the beginning of the next.
    /// </summary>
    public void Slide(int[] oldLines, int[] newLines)
    {
        SlideSide(_old, oldLines);
        SlideSide(_new, newLines);
    }

    public List<Edit> ToEdits()
    {
        var edits = new List<Edit>();
        int i = 0;
        int j = 0;
        while (i < _old.Length || j < _new.Length)
        {
            int oldStart = i;
            int newStart = j;
            while (i < _old.Length && _old[i])
            {
                i++;
            }

            while (j < _new.Length && _new[j])
            {
                j++;
            }

            if (i > oldStart || j > newStart)
            {
                edits.Add(new Edit(oldStart, i - oldStart, newStart, j - newStart));
            }
            else
            {
                i++;
                j++;
            }
        }

        return edits;
    }

    private static void SlideSide(bool[] marks, int[] lines)
    {
        int start = 0;
        while (start < marks.Length)
        {
            if (!marks[start])
            {
                start++;
                continue;
            }

            int end = start;
            while (end < marks.Length && marks[end])
            {
                end++;
            }

            // A group that meets the next one must not swallow it: which lines face which would change.
            while (end < marks.Length && lines[start] == lines[end] && (end + 1 == marks.Length || !marks[end + 1]))
            {
                marks[start++] = false;
                marks[end++] = true;
            }

            start = end;
        }
    }
}
