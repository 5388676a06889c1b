using Hawser.Objects;

namespace Hawser.Trees;

/// <summary>Finds the files in which two states differ. Folders that are the same on both sides are not read.</summary>
internal sealed class TreeDiff(ObjectStore objects)
{
    private readonly List<FileChange> _changes = [];

    /// <summary>The differences ordered by path, renames still as a deletion and an addition.</summary>
    public static List<FileChange> Compare(ObjectStore objects, ObjectId oldTree, ObjectId newTree)
    {
        var diff = new TreeDiff(objects);
        diff.CompareFolders(oldTree, newTree, "");
        diff._changes.Sort((a, b) => string.CompareOrdinal(a.NewPath, b.NewPath));
        return diff._changes;
    }

    private void CompareFolders(ObjectId oldTree, ObjectId newTree, string prefix)
    {
        if (oldTree == newTree)
        {
            return;
        }

        IReadOnlyList<TreeEntry> olds = Entries(oldTree);
        IReadOnlyList<TreeEntry> news = Entries(newTree);
        int i = 0;
        int j = 0;
        while (i < olds.Count || j < news.Count)
        {
            int order = i == olds.Count ? 1
                : j == news.Count ? -1
                : string.CompareOrdinal(olds[i].Name, news[j].Name);
            TreeEntry? oldEntry = order <= 0 ? olds[i++] : null;
            TreeEntry? newEntry = order >= 0 ? news[j++] : null;
            CompareEntries(oldEntry, newEntry, prefix);
        }
    }

    private void CompareEntries(TreeEntry? oldEntry, TreeEntry? newEntry, string prefix)
    {
        if (oldEntry?.IsFolder == true || newEntry?.IsFolder == true)
        {
            CompareFolders(
                oldEntry?.IsFolder == true ? oldEntry.Id : default,
                newEntry?.IsFolder == true ? newEntry.Id : default,
                prefix + (oldEntry ?? newEntry)!.Name + "/");
        }

        ObjectId oldFile = oldEntry?.IsFolder == false ? oldEntry.Id : default;
        ObjectId newFile = newEntry?.IsFolder == false ? newEntry.Id : default;
        if (oldFile == newFile)
        {
            return;
        }

        string path = prefix + (oldEntry ?? newEntry)!.Name;
        FileChangeKind kind = oldFile.IsNone ? FileChangeKind.Added
            : newFile.IsNone ? FileChangeKind.Deleted
            : FileChangeKind.Modified;
        _changes.Add(new FileChange(kind, path, path, oldFile, newFile));
    }

    private IReadOnlyList<TreeEntry> Entries(ObjectId tree) => tree.IsNone ? [] : objects.ReadTree(tree).Entries;
}
