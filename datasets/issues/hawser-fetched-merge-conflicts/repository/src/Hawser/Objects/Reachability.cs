namespace Hawser.Objects;

/// <summary>Finds everything that belongs to commits: folders and texts.</summary>
internal static class Reachability
{
    /// <summary>
    /// Adds a folder and all that is in it to <paramref name="found"/>, folders after their entries. What is in the set
    /// already, or what <paramref name="skip"/> names, is passed over together with its entries.
    /// </summary>
    public static void AddTree(ObjectStore objects, ObjectId tree, OrderedSet<ObjectId> found, Func<ObjectId, bool> skip)
    {
        if (found.Contains(tree) || skip(tree))
        {
            return;
        }

        foreach (TreeEntry entry in objects.ReadTree(tree).Entries)
        {
            if (entry.IsFolder)
            {
                AddTree(objects, entry.Id, found, skip);
            }
            else if (!skip(entry.Id))
            {
                found.Add(entry.Id);
            }
        }

        found.Add(tree);
    }
}

/// <summary>A set that remembers in which order its members came.</summary>
internal sealed class OrderedSet<T>
    where T : notnull
{
    private readonly HashSet<T> _members = [];
    private readonly List<T> _order = [];

    public IReadOnlyList<T> Items => _order;

    public bool Contains(T item) => _members.Contains(item);

    public bool Add(T item)
    {
        if (!_members.Add(item))
        {
            return false;
        }

        _order.Add(item);
        return true;
    }
}
