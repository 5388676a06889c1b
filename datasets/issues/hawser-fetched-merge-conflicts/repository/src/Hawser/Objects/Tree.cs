using System.Text;

namespace Hawser.Objects;

/// <summary>One name in a folder.</summary>
internal sealed record TreeEntry(string Name, bool IsFolder, ObjectId Id);

/// <summary>The entries of a folder, ordered by name.</summary>
internal sealed class Tree(IReadOnlyList<TreeEntry> entries)
{
    public static Tree Empty { get; } = new([]);

    public IReadOnlyList<TreeEntry> Entries { get; } = entries;

    public TreeEntry? Find(string name)
    {
        int low = 0;
        int high = Entries.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(Entries[middle].Name, name);
            if (order == 0)
            {
                return Entries[middle];
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return null;
    }

    public string Encode()
    {
        var text = new StringBuilder();
        foreach (TreeEntry entry in Entries)
        {
            text.Append(entry.IsFolder ? "tree " : "file ").Append(entry.Id).Append(' ').Append(entry.Name).Append('\n');
        }

        return text.ToString();
    }

    public static Tree Decode(string content)
    {
        var entries = new List<TreeEntry>();
        foreach (string line in content.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length != 3 || parts[0] is not ("tree" or "file"))
            {
                throw new CorruptDataException($"'{line}' is no entry of a folder.");
            }

            if (entries.Count > 0 && string.CompareOrdinal(entries[^1].Name, parts[2]) >= 0)
            {
                throw new CorruptDataException($"The entry '{parts[2]}' of a folder is out of order.");
            }

            entries.Add(new TreeEntry(parts[2], parts[0] == "tree", ObjectId.Parse(parts[1])));
        }

        return new Tree(entries);
    }
}
