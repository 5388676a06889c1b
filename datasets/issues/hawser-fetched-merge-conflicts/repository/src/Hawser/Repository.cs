using Hawser.History;
using Hawser.Objects;
using Hawser.References;
using Hawser.Replay;
using Hawser.Trees;
using Hawser.Working;

namespace Hawser;

/// <summary>
/// The history of a folder of text files, held in memory: commits, branches, tags, and the files being worked on.
/// </summary>
public sealed partial class Repository
{
    private readonly ObjectStore _objects = new();
    private readonly CommitGraph _graph = new();
    private readonly ReferenceStore _references = new();
    private readonly WorkingState _working;
    private PendingCommit? _pending;

    /// <summary>Creates an empty repository, on a branch <c>main</c> that begins with the first commit.</summary>
    public Repository() => _working = new WorkingState(_objects, Files);

    /// <summary>The files being worked on.</summary>
    public WorkingFiles Files { get; } = new();

    /// <summary>The name of the current branch; null if a commit was checked out that is not named by a branch.</summary>
    public string? CurrentBranch =>
        _references.CurrentBranch is string branch ? ReferenceName.Shorten(branch) : null;

    /// <summary>The current commit; null before the first one.</summary>
    public Commit? Head => _references.Head is ObjectId id ? _objects.ReadCommit(id) : null;

    /// <summary>The names of the branches, ordered.</summary>
    public IReadOnlyList<string> Branches => Names(ReferenceName.Heads);

    /// <summary>The names of the tags, ordered.</summary>
    public IReadOnlyList<string> Tags => Names(ReferenceName.Tags);

    /// <summary>The names of what is known of the branches of other repositories, ordered.</summary>
    public IReadOnlyList<string> RemoteBranches => Names(ReferenceName.Remotes);

    /// <summary>True if the history ends before the first commit, since only the latest ones were fetched.</summary>
    public bool IsShallow => _graph.IsShallow;

    /// <summary>The number of commits, whether a branch contains them or not.</summary>
    public int CommitCount => _graph.Count;

    /// <summary>Finds the commit which a branch, a tag, an id or an expression like <c>main~2</c> names.</summary>
    public Commit Find(string revision) => _objects.ReadCommit(Node(revision).Id);

    /// <summary>Commits all files that are not ignored to the current branch, and concludes a merge in progress.</summary>
    public Commit Commit(string message, Signature author)
    {
        ObjectId tree = _working.Store(Head?.Tree);
        if (_pending is null && tree == (Head?.Tree ?? _objects.PutTree(Tree.Empty)))
        {
            throw new HawserException("There is nothing to commit.");
        }

        List<ObjectId> parents = Head is Commit head ? [head.Id] : [];
        if (_pending is { MergedCommit.IsNone: false })
        {
            parents.Add(_pending.MergedCommit);
        }

        string text = message.Length == 0 && _pending is not null ? _pending.Message : message;
        _pending = null;
        return AddCommit(tree, parents, author, author, text, "commit");
    }

    /// <summary>Lets a new branch begin at a commit.</summary>
    public void CreateBranch(string name, string revision = ReferenceName.Head)
    {
        string fullName = ReferenceName.OfBranch(name);
        if (_references.Find(fullName) is not null || fullName == _references.CurrentBranch)
        {
            throw new HawserException($"There is a branch '{name}' already.");
        }

        _references.Set(fullName, Node(revision).Id, "branch");
    }

    /// <summary>
    /// Deletes a branch. Unless <paramref name="force"/> is set, all its commits must be contained in the current one.
    /// </summary>
    public void DeleteBranch(string name, bool force = false)
    {
        string fullName = ReferenceName.OfBranch(name);
        ObjectId tip = _references.Find(fullName) ?? throw new HawserException($"There is no branch '{name}'.");
        if (fullName == _references.CurrentBranch)
        {
            throw new HawserException($"'{name}' is the current branch.");
        }

        if (!force && !new Ancestry(_graph).IsAncestor(_graph.Get(tip), Node(ReferenceName.Head)))
        {
            throw new HawserException($"The branch '{name}' is not fully merged.");
        }

        _references.Remove(fullName, "delete");
    }

    /// <summary>Gives a commit a name that stays with it.</summary>
    public void CreateTag(string name, string revision = ReferenceName.Head)
    {
        string fullName = ReferenceName.OfTag(name);
        if (_references.Find(fullName) is not null)
        {
            throw new HawserException($"There is a tag '{name}' already.");
        }

        _references.Set(fullName, Node(revision).Id, "tag");
    }

    /// <summary>
    /// Makes a branch the current one, or goes to a commit without a branch, and loads its files. There must be nothing
    /// to commit.
    /// </summary>
    public void Checkout(string revision)
    {
        RequireClean();
        CommitNode node = Node(revision);
        LoadFiles(FileMap.Read(_objects, _objects.ReadCommit(node.Id).Tree));
        string branch = ReferenceName.Heads + revision;
        if (_references.Find(branch) is not null)
        {
            _references.Attach(branch, "checkout");
        }
        else
        {
            _references.Detach(node.Id, "checkout");
        }
    }

    /// <summary>Moves the current branch to a commit and loads its files; what was not committed is lost.</summary>
    public void Reset(string revision)
    {
        CommitNode node = Node(revision);
        _pending = null;
        LoadFiles(FileMap.Read(_objects, _objects.ReadCommit(node.Id).Tree));
        _references.Advance(node.Id, "reset");
    }

    /// <summary>How the files differ from the current commit.</summary>
    public StatusReport Status() => _working.Compare(Head?.Tree, _pending is not null);

    /// <summary>Reads a file as it is in a commit.</summary>
    public string ReadFile(string path, string revision = ReferenceName.Head)
    {
        string normalized = FilePath.Normalize(path);
        ObjectId id = FileMap.FindIn(_objects, Find(revision).Tree, normalized)
            ?? throw new HawserException($"There is no file '{path}' in '{revision}'.");
        return _objects.ReadText(id);
    }

    /// <summary>The paths of all files in a commit, ordered.</summary>
    public IReadOnlyList<string> ListFiles(string revision = ReferenceName.Head) =>
        FileMap.Read(_objects, Find(revision).Tree).Paths.ToList();

    /// <summary>How a branch, a tag or HEAD has moved since the repository was opened, the first move first.</summary>
    public IReadOnlyList<ReferenceMove> MovesOf(string name) =>
        _references.FullName(name) is string fullName ? _references.Log.MovesOf(fullName) : [];

    /// <summary>Drops the commits that nothing stands at or leads to, and returns how many objects that were.</summary>
    public int Compact()
    {
        HashSet<CommitNode> kept = _graph.Reachable(_references.Targets());
        if (_pending is { MergedCommit.IsNone: false })
        {
            kept.UnionWith(_graph.Reachable([_pending.MergedCommit]));
        }

        var objects = new OrderedSet<ObjectId>();
        foreach (CommitNode node in kept)
        {
            objects.Add(node.Id);
            Reachability.AddTree(_objects, _objects.ReadCommit(node.Id).Tree, objects, _ => false);
        }

        _graph.Remove(_graph.Nodes.Where(node => !kept.Contains(node)).Select(node => node.Id).ToHashSet());
        return _objects.RetainOnly(objects.Items.ToHashSet());
    }

    private CommitNode Node(string revision) => new RevisionParser(_graph, _references).Resolve(revision);

    private Commit AddCommit(
        ObjectId tree,
        IReadOnlyList<ObjectId> parents,
        Signature author,
        Signature committer,
        string message,
        string reason)
    {
        string content = CommitCodec.Encode(tree, parents, author, committer, message);
        Commit commit = _objects.ReadCommit(_objects.Put(new StoredObject(ObjectKind.Commit, content)));
        _graph.Add(commit);
        _references.Advance(commit.Id, $"{reason}: {commit.Subject}");
        return commit;
    }

    private void LoadFiles(FileMap target) => _working.Load(Head?.Tree, target);

    private void RequireClean()
    {
        if (!Status().IsClean)
        {
            throw new HawserException("There are changes that are not committed.");
        }
    }

    private IReadOnlyList<string> Names(string prefix) =>
        _references.All(prefix).Select(r => ReferenceName.Shorten(r.Key)).ToList();
}
