namespace Hawser.Objects;

/// <summary>Holds objects by their ids. The same content is held once, however often it is stored.</summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<ObjectId, StoredObject> _objects = [];
    private readonly Dictionary<ObjectId, Tree> _trees = [];
    private readonly Dictionary<ObjectId, Commit> _commits = [];

    public int Count => _objects.Count;

    /// <summary>All objects, in the order in which they were stored.</summary>
    public IEnumerable<KeyValuePair<ObjectId, StoredObject>> All => _objects;

    public bool Contains(ObjectId id) => _objects.ContainsKey(id);

    public ObjectId Put(StoredObject stored)
    {
        ObjectId id = stored.ComputeId();
        _objects.TryAdd(id, stored);
        return id;
    }

    public ObjectId PutText(string text) => Put(new StoredObject(ObjectKind.Blob, text));

    public ObjectId PutTree(Tree tree) => Put(new StoredObject(ObjectKind.Tree, tree.Encode()));

    public StoredObject Get(ObjectId id) =>
        _objects.TryGetValue(id, out StoredObject? stored)
            ? stored
            : throw new CorruptDataException($"Object {id.Short} is missing.");

    public string ReadText(ObjectId id) => Read(id, ObjectKind.Blob);

    public Tree ReadTree(ObjectId id)
    {
        if (!_trees.TryGetValue(id, out Tree? tree))
        {
            tree = Tree.Decode(Read(id, ObjectKind.Tree));
            _trees.Add(id, tree);
        }

        return tree;
    }

    public Commit ReadCommit(ObjectId id)
    {
        if (!_commits.TryGetValue(id, out Commit? commit))
        {
            commit = CommitCodec.Decode(id, Read(id, ObjectKind.Commit));
            _commits.Add(id, commit);
        }

        return commit;
    }

    /// <summary>Drops all objects but the given ones, and returns how many were dropped.</summary>
    public int RetainOnly(IReadOnlySet<ObjectId> ids)
    {
        List<ObjectId> dropped = _objects.Keys.Where(id => !ids.Contains(id)).ToList();
        foreach (ObjectId id in dropped)
        {
            _objects.Remove(id);
            _trees.Remove(id);
            _commits.Remove(id);
        }

        return dropped.Count;
    }

    private string Read(ObjectId id, ObjectKind kind)
    {
        StoredObject stored = Get(id);
        return stored.Kind == kind
            ? stored.Content
            : throw new CorruptDataException(
                $"Object {id.Short} is a {StoredObject.NameOf(stored.Kind)}, not a {StoredObject.NameOf(kind)}.");
    }
}
