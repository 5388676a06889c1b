using Hawser.Diffing;
using Hawser.Objects;
using Hawser.Trees;

namespace Hawser.History;

/// <summary>A line of a file and the commit it comes from.</summary>
/// <param name="Number">The number of the line in the file, counted from one.</param>
/// <param name="Text">The line without its end.</param>
/// <param name="Commit">The commit that made the line what it is.</param>
/// <param name="OriginalPath">The path the file had in that commit.</param>
public sealed record BlameLine(int Number, string Text, Commit Commit, string OriginalPath);

/// <summary>Finds the commit each line of a file comes from.</summary>
internal sealed class Blame
{
    private readonly ObjectStore _objects;
    private readonly CommitGraph _graph;
    private readonly DiffOptions _options;
    private readonly Dictionary<(CommitNode Node, string Path), List<(int Final, int Current)>> _suspects = [];
    private readonly BlameLine?[] _result;
    private readonly string[] _lines;

    private Blame(ObjectStore objects, CommitGraph graph, DiffOptions options, string text)
    {
        _objects = objects;
        _graph = graph;
        _options = options;
        _lines = LineText.Split(text);
        _result = new BlameLine?[_lines.Length];
    }

    public static IReadOnlyList<BlameLine> Run(
        ObjectStore objects,
        CommitGraph graph,
        CommitNode start,
        string path,
        DiffOptions options)
    {
        ObjectId id = FileMap.FindIn(objects, objects.ReadCommit(start.Id).Tree, path)
            ?? throw new HawserException($"There is no file '{path}' in {start.Id.Short}.");
        var blame = new Blame(objects, graph, options, objects.ReadText(id));
        blame._suspects.Add((start, path), Enumerable.Range(0, blame._lines.Length).Select(i => (i, i)).ToList());

        // Children are done before their parents, so that a commit has got all of its lines when its turn comes.
        foreach (CommitNode node in LogOrder.Arrange(graph, graph.Reachable([start.Id])))
        {
            foreach (var key in blame._suspects.Keys.Where(key => key.Node == node).ToList())
            {
                blame._suspects.Remove(key, out List<(int Final, int Current)>? lines);
                blame.Examine(node, key.Path, lines!);
            }
        }

        return blame._result!;
    }

    private void Examine(CommitNode node, string path, List<(int Final, int Current)> lines)
    {
        Commit commit = _objects.ReadCommit(node.Id);
        string[] current = ReadLines(commit, path)!;
        foreach (CommitNode parent in _graph.ParentsOf(node))
        {
            if (lines.Count == 0)
            {
                return;
            }

            Commit parentCommit = _objects.ReadCommit(parent.Id);
            string parentPath = FindPath(parentCommit, commit, path);
            string[]? older = ReadLines(parentCommit, parentPath);
            if (older is not null)
            {
                lines = PassOn(lines, LineDiff.Compare(older, current, _options), parent, parentPath);
            }
        }

        foreach ((int final, _) in lines)
        {
            _result[final] = new BlameLine(final + 1, _lines[final].TrimEnd('\n', '\r'), commit, path);
        }
    }

    /// <summary>Hands the lines that no edit touches to the parent, and returns the others.</summary>
    private List<(int Final, int Current)> PassOn(
        List<(int Final, int Current)> lines,
        List<Edit> edits,
        CommitNode parent,
        string path)
    {
        var kept = new List<(int Final, int Current)>();
        if (!_suspects.TryGetValue((parent, path), out List<(int Final, int Current)>? passed))
        {
            passed = [];
        }

        int next = 0;
        int shift = 0;
        foreach ((int final, int current) in lines.OrderBy(line => line.Current))
        {
            while (next < edits.Count && edits[next].NewEnd <= current)
            {
                shift = edits[next].OldEnd - edits[next].NewEnd;
                next++;
            }

            if (next < edits.Count && edits[next].NewStart <= current)
            {
                kept.Add((final, current));
            }
            else
            {
                passed.Add((final, current + shift));
            }
        }

        if (passed.Count > 0)
        {
            _suspects[(parent, path)] = passed;
        }

        return kept;
    }

    private string FindPath(Commit parent, Commit child, string path)
    {
        if (!_options.DetectRenames || FileMap.FindIn(_objects, parent.Tree, path) is not null)
        {
            return path;
        }

        List<FileChange> changes = TreeDiff.Compare(_objects, parent.Tree, child.Tree);
        return new RenameDetector(_objects, _options.RenameThreshold).Apply(changes)
            .FirstOrDefault(change => change.Kind == FileChangeKind.Renamed && change.NewPath == path)?.OldPath ?? path;
    }

    private string[]? ReadLines(Commit commit, string path) =>
        FileMap.FindIn(_objects, commit.Tree, path) is ObjectId id ? LineText.Split(_objects.ReadText(id)) : null;
}
