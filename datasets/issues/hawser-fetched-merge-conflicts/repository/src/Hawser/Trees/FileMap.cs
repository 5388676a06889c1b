using Hawser.Objects;

namespace Hawser.Trees;

/// <summary>All files of a state as a flat list: paths with the ids of their texts, ordered by path.</summary>
internal sealed class FileMap
{
    private readonly SortedDictionary<string, ObjectId> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ObjectId> Files => _files;

    public IEnumerable<string> Paths => _files.Keys;

    public ObjectId? Find(string path) => _files.TryGetValue(path, out ObjectId id) ? id : null;

    public void Set(string path, ObjectId id) => _files[path] = id;

    public void Remove(string path) => _files.Remove(path);

    /// <summary>Reads a folder with all the folders in it.</summary>
    public static FileMap Read(ObjectStore objects, ObjectId tree)
    {
        var map = new FileMap();
        map.AddFolder(objects, tree, "");
        return map;
    }

    /// <summary>Finds one file without reading the folders that do not lead to it.</summary>
    public static ObjectId? FindIn(ObjectStore objects, ObjectId tree, string path)
    {
        ObjectId current = tree;
        string[] parts = path.Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            TreeEntry? entry = objects.ReadTree(current).Find(parts[i]);
            bool last = i == parts.Length - 1;
            if (entry is null || entry.IsFolder == last)
            {
                return null;
            }

            current = entry.Id;
        }

        return current;
    }

    /// <summary>Stores the folders that hold these files, and returns the id of the root.</summary>
    public ObjectId Write(ObjectStore objects)
    {
        foreach (string path in _files.Keys)
        {
            string? clash = FilePath.FoldersOf(path).FirstOrDefault(_files.ContainsKey);
            if (clash is not null)
            {
                throw new HawserException($"'{clash}' cannot be both a file and a folder.");
            }
        }

        return WriteFolder(objects, _files.Select(f => (f.Key, f.Value)).ToList());
    }

    private static ObjectId WriteFolder(ObjectStore objects, IReadOnlyList<(string Path, ObjectId Id)> files)
    {
        var entries = new List<TreeEntry>();
        foreach (var group in files.GroupBy(f => f.Path.Split('/', 2)[0], StringComparer.Ordinal))
        {
            var inner = group.Where(f => f.Path.Length > group.Key.Length)
                .Select(f => (f.Path[(group.Key.Length + 1)..], f.Id))
                .ToList();
            entries.Add(inner.Count > 0
                ? new TreeEntry(group.Key, true, WriteFolder(objects, inner))
                : new TreeEntry(group.Key, false, group.First().Id));
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return objects.PutTree(new Tree(entries));
    }

    private void AddFolder(ObjectStore objects, ObjectId tree, string prefix)
    {
        foreach (TreeEntry entry in objects.ReadTree(tree).Entries)
        {
            if (entry.IsFolder)
            {
                AddFolder(objects, entry.Id, prefix + entry.Name + "/");
            }
            else
            {
                _files.Add(prefix + entry.Name, entry.Id);
            }
        }
    }
}
