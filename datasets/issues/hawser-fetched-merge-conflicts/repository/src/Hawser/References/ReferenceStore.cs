namespace Hawser.References;

/// <summary>Names for commits: branches, tags and what is known of the branches of others; and where HEAD is.</summary>
internal sealed class ReferenceStore
{
    private readonly SortedDictionary<string, ObjectId> _references = new(StringComparer.Ordinal);
    private ObjectId _detached;

    public ReferenceLog Log { get; } = new();

    /// <summary>The full name of the current branch, which need not exist yet; null if HEAD is a commit.</summary>
    public string? CurrentBranch { get; private set; } = ReferenceName.Heads + "main";

    /// <summary>The commit HEAD stands at; null before the first one.</summary>
    public ObjectId? Head => CurrentBranch is null ? _detached : Find(CurrentBranch);

    public ObjectId? Find(string fullName) => _references.TryGetValue(fullName, out ObjectId id) ? id : null;

    public IReadOnlyList<KeyValuePair<string, ObjectId>> All(string prefix) =>
        _references.Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();

    public void Set(string fullName, ObjectId id, string reason)
    {
        Record(fullName, Find(fullName) ?? default, id, reason);
        if (fullName == CurrentBranch)
        {
            Record(ReferenceName.Head, Head ?? default, id, reason);
        }

        _references[fullName] = id;
    }

    public void Remove(string fullName, string reason)
    {
        if (_references.Remove(fullName, out ObjectId id))
        {
            Record(fullName, id, default, reason);
        }
    }

    /// <summary>Makes a branch the current one.</summary>
    public void Attach(string branch, string reason)
    {
        ObjectId before = Head ?? default;
        CurrentBranch = branch;
        Record(ReferenceName.Head, before, Head ?? default, reason);
    }

    /// <summary>Lets HEAD stand at a commit without a branch.</summary>
    public void Detach(ObjectId id, string reason)
    {
        Record(ReferenceName.Head, Head ?? default, id, reason);
        CurrentBranch = null;
        _detached = id;
    }

    /// <summary>Moves the current branch, or HEAD itself if there is none.</summary>
    public void Advance(ObjectId id, string reason)
    {
        if (CurrentBranch is null)
        {
            Detach(id, reason);
        }
        else
        {
            Set(CurrentBranch, id, reason);
        }
    }

    /// <summary>The full name of what people call so; a branch is preferred to a tag, and both to others' branches.</summary>
    public string? FullName(string name)
    {
        if (name == ReferenceName.Head)
        {
            return name;
        }

        string[] prefixes = ["", ReferenceName.Heads, ReferenceName.Tags, ReferenceName.Remotes];
        return prefixes.Select(prefix => prefix + name).FirstOrDefault(_references.ContainsKey);
    }

    /// <summary>The commit that people call so.</summary>
    public ObjectId? Resolve(string name) =>
        FullName(name) is not string fullName ? null
        : fullName == ReferenceName.Head ? Head
        : Find(fullName);

    /// <summary>All commits that something stands at.</summary>
    public IEnumerable<ObjectId> Targets() =>
        Head is ObjectId head ? _references.Values.Append(head) : _references.Values;

    private void Record(string fullName, ObjectId from, ObjectId to, string reason) =>
        Log.Add(fullName, new ReferenceMove(from, to, reason));
}
