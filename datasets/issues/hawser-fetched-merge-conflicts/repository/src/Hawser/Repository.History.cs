using Hawser.Diffing;
using Hawser.History;
using Hawser.Objects;
using Hawser.References;
using Hawser.Trees;

namespace Hawser;

public sealed partial class Repository
{
    /// <summary>
    /// Lists commits, children before their parents and otherwise the latest first: all that a revision contains, those
    /// that <c>b</c> contains and <c>a</c> does not for <c>a..b</c>, and those that only one of them contains for
    /// <c>a...b</c>. With a path, only those that have changed the file or folder.
    /// </summary>
    public IReadOnlyList<Commit> Log(string revisions = ReferenceName.Head, string? path = null)
    {
        List<CommitNode> tips;
        HashSet<CommitNode> selected;
        if (RevisionParser.TrySplitRange(revisions, out string from, out string to, out bool symmetric))
        {
            CommitNode left = Node(from);
            CommitNode right = Node(to);
            var walk = new RangeWalk(_graph);
            tips = symmetric ? [left, right] : [right];
            selected = walk.Select([right], [left]);
            if (symmetric)
            {
                selected.UnionWith(walk.Select([left], [right]));
            }
        }
        else
        {
            tips = [Node(revisions)];
            selected = _graph.Reachable([tips[0].Id]);
        }

        if (path is not null)
        {
            selected = new PathHistory(_objects, _graph).Select(tips, selected, FilePath.Normalize(path));
        }

        return LogOrder.Arrange(_graph, selected).Select(node => _objects.ReadCommit(node.Id)).ToList();
    }

    /// <summary>True if the first commit is the second one or an ancestor of it.</summary>
    public bool IsAncestor(string ancestor, string descendant) =>
        new Ancestry(_graph).IsAncestor(Node(ancestor), Node(descendant));

    /// <summary>The best common ancestors of two commits: none of them is an ancestor of another common one.</summary>
    public IReadOnlyList<Commit> MergeBases(string first, string second) =>
        new MergeBaseFinder(_graph).FindAll(Node(first), Node(second)).Select(n => _objects.ReadCommit(n.Id)).ToList();

    /// <summary>How far two commits have gone apart.</summary>
    public Divergence Divergence(string first, string second) =>
        new RangeWalk(_graph).Measure(Node(first), Node(second));

    /// <summary>The names of the branches that contain a commit, ordered.</summary>
    public IReadOnlyList<string> BranchesContaining(string revision)
    {
        CommitNode node = Node(revision);
        var ancestry = new Ancestry(_graph);
        return _references.All(ReferenceName.Heads)
            .Where(branch => ancestry.IsAncestor(node, _graph.Get(branch.Value)))
            .Select(branch => ReferenceName.Shorten(branch.Key))
            .ToList();
    }

    /// <summary>The commits that were made directly from a commit, the latest first.</summary>
    public IReadOnlyList<Commit> ChildrenOf(string revision)
    {
        IReadOnlyList<CommitNode> children = _graph.ChildrenOf(Node(revision));
        return LogOrder.Arrange(_graph, children).Select(node => _objects.ReadCommit(node.Id)).ToList();
    }

    /// <summary>Names a commit by the nearest tag it contains, as in <c>v1.0-3-9fceb02d</c>; null if there is none.</summary>
    public string? Describe(string revision = ReferenceName.Head) =>
        new Describer(_graph, _references).Describe(Node(revision));

    /// <summary>Finds the commit each line of a file comes from.</summary>
    public IReadOnlyList<BlameLine> Blame(string path, string revision = ReferenceName.Head, DiffOptions? options = null) =>
        History.Blame.Run(_objects, _graph, Node(revision), FilePath.Normalize(path), options ?? DiffOptions.Default);

    /// <summary>The files in which two commits differ, ordered by path.</summary>
    public IReadOnlyList<FileChange> Changes(string from, string to, DiffOptions? options = null)
    {
        options ??= DiffOptions.Default;
        List<FileChange> changes = TreeDiff.Compare(_objects, Find(from).Tree, Find(to).Tree);
        return options.DetectRenames ? new RenameDetector(_objects, options.RenameThreshold).Apply(changes) : changes;
    }

    /// <summary>The differences between two commits as patches, one for each file.</summary>
    public IReadOnlyList<FilePatch> Diff(string from, string to, DiffOptions? options = null)
    {
        options ??= DiffOptions.Default;
        var patches = new List<FilePatch>();
        foreach (FileChange change in Changes(from, to, options))
        {
            patches.Add(new FilePatch(
                change.Kind == FileChangeKind.Added ? null : change.OldPath,
                change.Kind == FileChangeKind.Deleted ? null : change.NewPath,
                HunkBuilder.Build(ReadLines(change.OldId), ReadLines(change.NewId), options)));
        }

        return patches;
    }

    /// <summary>Applies patches to the files being worked on. If one does not fit, no file is changed.</summary>
    public void ApplyPatches(IEnumerable<FilePatch> patches)
    {
        var writes = new List<(string? Old, string? New, string Text)>();
        foreach (FilePatch patch in patches)
        {
            string text = patch.OldPath is null ? "" : Files.Read(patch.OldPath);
            string result = PatchApplier.Apply(patch.OldPath ?? patch.NewPath ?? "", text, patch.Hunks);
            writes.Add((patch.OldPath, patch.NewPath, result));
        }

        foreach ((string? oldPath, string? newPath, string text) in writes)
        {
            if (oldPath is not null && oldPath != newPath)
            {
                Files.Delete(oldPath);
            }

            if (newPath is not null)
            {
                Files.Write(newPath, text);
            }
        }
    }

    private string[] ReadLines(ObjectId id) => id.IsNone ? [] : LineText.Split(_objects.ReadText(id));
}
