using Hawser.History;
using Hawser.Merging;
using Hawser.Objects;
using Hawser.References;
using Hawser.Replay;
using Hawser.Trees;

namespace Hawser;

public sealed partial class Repository
{
    /// <summary>
    /// Merges a commit into the current branch. If there are conflicts, the files contain them with markers, and the
    /// next commit concludes the merge.
    /// </summary>
    public MergeResult Merge(string revision, Signature author, MergeOptions? options = null)
    {
        options ??= MergeOptions.Default;
        RequireClean();
        CommitNode ours = Node(ReferenceName.Head);
        CommitNode theirs = Node(revision);
        var ancestry = new Ancestry(_graph);
        if (ancestry.IsAncestor(theirs, ours))
        {
            return new MergeResult(MergeOutcome.AlreadyUpToDate, Head, []);
        }

        Commit other = _objects.ReadCommit(theirs.Id);
        if (options.AllowFastForward && ancestry.IsAncestor(ours, theirs))
        {
            LoadFiles(FileMap.Read(_objects, other.Tree));
            _references.Advance(other.Id, "fast-forward");
            return new MergeResult(MergeOutcome.FastForward, other, []);
        }

        var selector = new BaseSelector(_objects, _graph);
        ObjectId? tree = selector.SelectTree(ours.Id, theirs.Id);
        if (tree is null && !options.AllowUnrelated)
        {
            throw new UnrelatedHistoriesException(ours.Id, theirs.Id);
        }

        MergedFiles merged = TreeMerger.Merge(
            _objects,
            tree ?? selector.EmptyTree(),
            Head!.Tree,
            other.Tree,
            new MergeLabels(CurrentBranch ?? ours.Id.Short, "common ancestor", revision),
            options);
        string message = options.Message ?? $"Merge {revision} into {CurrentBranch ?? ours.Id.Short}";
        return Conclude(merged, new PendingCommit(theirs.Id, message), author, author, "merge");
    }

    /// <summary>Gives up the merge or replay in progress, and loads the files of the current commit.</summary>
    public void Abort()
    {
        if (_pending is null)
        {
            throw new HawserException("There is no merge in progress.");
        }

        Reset(ReferenceName.Head);
    }

    /// <summary>Applies the change of a commit to the current branch. The author stays, the committer is new.</summary>
    public MergeResult CherryPick(string revision, Signature committer, MergeOptions? options = null)
    {
        RequireClean();
        Commit change = Find(revision);
        MergedFiles merged = new Replayer(_objects, _graph).Apply(RequireHead(), change, options ?? MergeOptions.Default);
        return Conclude(merged, new PendingCommit(default, change.Message), change.Author, committer, "cherry-pick");
    }

    /// <summary>Takes the change of a commit back on the current branch.</summary>
    public MergeResult Revert(string revision, Signature author, MergeOptions? options = null)
    {
        RequireClean();
        Commit change = Find(revision);
        MergedFiles merged = new Replayer(_objects, _graph).Revert(RequireHead(), change, options ?? MergeOptions.Default);
        string message = $"Revert \"{change.Subject}\"\n\nThis takes back {change.Id}.\n";
        return Conclude(merged, new PendingCommit(default, message), author, author, "revert");
    }

    /// <summary>
    /// Makes the commits of the current branch anew on top of another one. If one of them conflicts, the branch is where
    /// it was, and the result tells the conflicts.
    /// </summary>
    public MergeResult Rebase(string onto, Signature committer, MergeOptions? options = null)
    {
        RequireClean();
        CommitNode branch = Node(ReferenceName.Head);
        CommitNode target = Node(onto);
        var replayer = new Replayer(_objects, _graph);
        List<Commit> plan = replayer.Plan(branch, target);
        Commit current = _objects.ReadCommit(target.Id);
        foreach (Commit change in plan)
        {
            MergedFiles merged = replayer.Apply(current, change, options ?? MergeOptions.Default);
            if (merged.Conflicts.Count > 0)
            {
                return new MergeResult(MergeOutcome.Conflicted, null, merged.Conflicts);
            }

            ObjectId tree = merged.Files.Write(_objects);
            if (tree != current.Tree)
            {
                string content = CommitCodec.Encode(tree, [current.Id], change.Author, committer, change.Message);
                current = _objects.ReadCommit(_objects.Put(new StoredObject(ObjectKind.Commit, content)));
                _graph.Add(current);
            }
        }

        if (current.Id == branch.Id)
        {
            return new MergeResult(MergeOutcome.AlreadyUpToDate, Head, []);
        }

        LoadFiles(FileMap.Read(_objects, current.Tree));
        _references.Advance(current.Id, "rebase");
        return new MergeResult(plan.Count == 0 ? MergeOutcome.FastForward : MergeOutcome.Committed, current, []);
    }

    private MergeResult Conclude(
        MergedFiles merged,
        PendingCommit pending,
        Signature author,
        Signature committer,
        string reason)
    {
        Commit head = RequireHead();
        ObjectId tree = merged.Files.Write(_objects);
        if (merged.Conflicts.Count > 0)
        {
            LoadFiles(merged.Files);
            _pending = pending;
            return new MergeResult(MergeOutcome.Conflicted, null, merged.Conflicts);
        }

        if (pending.MergedCommit.IsNone && tree == head.Tree)
        {
            return new MergeResult(MergeOutcome.AlreadyUpToDate, head, []);
        }

        LoadFiles(merged.Files);
        List<ObjectId> parents = pending.MergedCommit.IsNone ? [head.Id] : [head.Id, pending.MergedCommit];
        Commit commit = AddCommit(tree, parents, author, committer, pending.Message, reason);
        return new MergeResult(MergeOutcome.Committed, commit, []);
    }

    private Commit RequireHead() => Head ?? throw new HawserException("There is no commit yet.");
}
