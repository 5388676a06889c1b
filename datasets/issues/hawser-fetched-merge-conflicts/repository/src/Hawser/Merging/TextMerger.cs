using Hawser.Diffing;

namespace Hawser.Merging;

/// <summary>The names that stand beside the markers of a conflict.</summary>
internal sealed record MergeLabels(string Ours, string Base, string Theirs);

/// <summary>A merged text, and how many conflicts are marked in it.</summary>
internal sealed record MergedText(string Text, int Conflicts);

/// <summary>Merges two texts that were made from a third one.</summary>
internal sealed class TextMerger
{
    private readonly MergeOptions _options;
    private readonly MergeLabels _labels;
    private readonly string[] _base;
    private readonly string[] _ours;
    private readonly string[] _theirs;
    private readonly List<string> _result = [];
    private int _conflicts;

    private TextMerger(string baseText, string ours, string theirs, MergeLabels labels, MergeOptions options)
    {
        _base = LineText.Split(baseText);
        _ours = LineText.Split(ours);
        _theirs = LineText.Split(theirs);
        _labels = labels;
        _options = options;
    }

    public static MergedText Merge(string baseText, string ours, string theirs, MergeLabels labels, MergeOptions options)
    {
        if (ours == theirs || theirs == baseText)
        {
            return new MergedText(ours, 0);
        }

        if (ours == baseText)
        {
            return new MergedText(theirs, 0);
        }

        var merger = new TextMerger(baseText, ours, theirs, labels, options);
        merger.Run();
        return new MergedText(LineText.Join(merger._result), merger._conflicts);
    }

    private void Run()
    {
        DiffOptions exact = _options.Diff with { Whitespace = WhitespaceMode.Exact };
        List<Edit> ourEdits = LineDiff.Compare(_base, _ours, exact);
        List<Edit> theirEdits = LineDiff.Compare(_base, _theirs, exact);
        int i = 0;
        int j = 0;
        int position = 0;
        while (i < ourEdits.Count || j < theirEdits.Count)
        {
            int start = Math.Min(StartOf(ourEdits, i), StartOf(theirEdits, j));
            int end = start;
            int firstOurs = i;
            int firstTheirs = j;

            // Edits that overlap or touch each other are decided together.
            bool grown = true;
            while (grown)
            {
                grown = false;
                while (i < ourEdits.Count && ourEdits[i].OldStart <= end)
                {
                    end = Math.Max(end, ourEdits[i++].OldEnd);
                    grown = true;
                }

                while (j < theirEdits.Count && theirEdits[j].OldStart <= end)
                {
                    end = Math.Max(end, theirEdits[j++].OldEnd);
                    grown = true;
                }
            }

            _result.AddRange(_base[position..start]);
            Decide(
                _base[start..end],
                Side(_ours, ourEdits, firstOurs, i, start, end),
                Side(_theirs, theirEdits, firstTheirs, j, start, end));
            position = end;
        }

        _result.AddRange(_base[position..]);
    }

    private static int StartOf(List<Edit> edits, int index) => index < edits.Count ? edits[index].OldStart : int.MaxValue;

    /// <summary>The lines which one side has in place of the lines from start to end of the base.</summary>
    private static string[] Side(string[] lines, List<Edit> edits, int first, int next, int start, int end)
    {
        if (first == next)
        {
            int shift = first == 0 ? 0 : edits[first - 1].NewEnd - edits[first - 1].OldEnd;
            return lines[(start + shift)..(end + shift)];
        }

        int from = edits[first].NewStart - (edits[first].OldStart - start);
        int to = edits[next - 1].NewEnd + (end - edits[next - 1].OldEnd);
        return lines[from..to];
    }

    private void Decide(string[] baseLines, string[] ours, string[] theirs)
    {
        if (ours.SequenceEqual(theirs) || theirs.SequenceEqual(baseLines))
        {
            _result.AddRange(ours);
        }
        else if (ours.SequenceEqual(baseLines))
        {
            _result.AddRange(theirs);
        }
        else if (_options.Prefer != MergePreference.None)
        {
            _result.AddRange(_options.Prefer == MergePreference.Ours ? ours : theirs);
        }
        else
        {
            WriteConflict(baseLines, ours, theirs);
        }
    }

    private void WriteConflict(string[] baseLines, string[] ours, string[] theirs)
    {
        int head = 0;
        int tail = 0;
        if (_options.Style == ConflictStyle.Merge)
        {
            // Lines that both sides end up with need not be decided by anybody.
            int shorter = Math.Min(ours.Length, theirs.Length);
            while (head < shorter && ours[head] == theirs[head])
            {
                head++;
            }

            while (tail < shorter - head && ours[^(tail + 1)] == theirs[^(tail + 1)])
            {
                tail++;
            }
        }

        _conflicts++;
        _result.AddRange(ours[..head]);
        _result.Add($"<<<<<<< {_labels.Ours}\n");
        AddClosed(ours[head..^tail]);
        if (_options.Style == ConflictStyle.WithBase)
        {
            _result.Add($"||||||| {_labels.Base}\n");
            AddClosed(baseLines);
        }

        _result.Add("=======\n");
        AddClosed(theirs[head..^tail]);
        _result.Add($">>>>>>> {_labels.Theirs}\n");
        _result.AddRange(ours[^tail..]);
    }

    private void AddClosed(string[] lines) =>
        _result.AddRange(lines.Select(line => LineText.HasEnd(line) ? line : line + "\n"));
}
