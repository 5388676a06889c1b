namespace Hawser.Diffing;

/// <summary>
/// Matches lines that occur once on each side, in the longest run that keeps their order, and solves what lies between
/// them in the same way. Where there are no such lines, the shortest edit script is taken.
/// </summary>
internal sealed class PatienceDiff(int[] oldLines, int[] newLines, ChangeMarks marks)
{
    private readonly MyersDiff _fallback = new(oldLines, newLines, marks);

    public void Compare(int oldFrom, int oldTo, int newFrom, int newTo)
    {
        List<(int Old, int New)> anchors = LongestRun(UniquePairs(oldFrom, oldTo, newFrom, newTo));
        if (anchors.Count == 0)
        {
            _fallback.Compare(oldFrom, oldTo, newFrom, newTo);
            return;
        }

        int oldStart = oldFrom;
        int newStart = newFrom;
        foreach ((int oldIndex, int newIndex) in anchors)
        {
            Compare(oldStart, oldIndex, newStart, newIndex);
            oldStart = oldIndex + 1;
            newStart = newIndex + 1;
        }

        Compare(oldStart, oldTo, newStart, newTo);
    }

    private List<(int Old, int New)> UniquePairs(int oldFrom, int oldTo, int newFrom, int newTo)
    {
        Dictionary<int, int> olds = UniqueLines(oldLines, oldFrom, oldTo);
        Dictionary<int, int> news = UniqueLines(newLines, newFrom, newTo);
        var pairs = new List<(int Old, int New)>();
        for (int i = oldFrom; i < oldTo; i++)
        {
            if (olds.TryGetValue(oldLines[i], out int only) && only == i && news.TryGetValue(oldLines[i], out int j))
            {
                pairs.Add((i, j));
            }
        }

        return pairs;
    }

    private static Dictionary<int, int> UniqueLines(int[] lines, int from, int to)
    {
        var positions = new Dictionary<int, int>();
        var repeated = new HashSet<int>();
        for (int i = from; i < to; i++)
        {
            if (!positions.TryAdd(lines[i], i))
            {
                repeated.Add(lines[i]);
            }
        }

        foreach (int line in repeated)
        {
            positions.Remove(line);
        }

        return positions;
    }

    /// <summary>The longest run of pairs, which ascend on the old side, that ascends on the new side too.</summary>
    private static List<(int Old, int New)> LongestRun(List<(int Old, int New)> pairs)
    {
        var piles = new List<int>();
        var previous = new int[pairs.Count];
        for (int i = 0; i < pairs.Count; i++)
        {
            int low = 0;
            int high = piles.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (pairs[piles[middle]].New < pairs[i].New)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            previous[i] = low == 0 ? -1 : piles[low - 1];
            if (low == piles.Count)
            {
                piles.Add(i);
            }
            else
            {
                piles[low] = i;
            }
        }

        var run = new List<(int Old, int New)>();
        for (int i = piles.Count == 0 ? -1 : piles[^1]; i >= 0; i = previous[i])
        {
            run.Add(pairs[i]);
        }

        run.Reverse();
        return run;
    }
}
