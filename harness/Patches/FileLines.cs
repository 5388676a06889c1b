using Eval.Datasets;

namespace Eval.Harness.Patches;

/// <summary>A file's lines, found by what they say.</summary>
internal sealed class FileLines
{
    private readonly ILookup<string, int> _places;
    private readonly List<string> _bare;

    public FileLines(string text)
    {
        All = TextLines.Read(text).ToList();
        _bare = All.Select(line => LineEnds.WithoutMark(TextLines.Bare(line)).Text).ToList();
        _places = Enumerable.Range(0, _bare.Count).ToLookup(i => _bare[i], StringComparer.Ordinal);
    }

    /// <summary>The lines with their ends.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Returns where lines stand, byte order mark and ends aside, the nearest place to one; -1 for nowhere.</summary>
    public int Find(IReadOnlyList<string> lines, int near)
    {
        var bare = lines.Select(line => LineEnds.WithoutMark(line).Text).ToList();
        return bare.Count == 0 ? -1
            : _places[bare[0]].Where(at => IsAt(at, bare)).DefaultIfEmpty(-1).MinBy(at => Math.Abs(at - near));
    }

    private bool IsAt(int at, List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (at + i >= _bare.Count || _bare[at + i] != lines[i])
            {
                return false;
            }
        }

        return true;
    }
}
