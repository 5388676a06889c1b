using System.Text;

namespace Hawser.Objects;

/// <summary>Turns commits into their stored form and back.</summary>
internal static class CommitCodec
{
    public static string Encode(
        ObjectId tree,
        IReadOnlyList<ObjectId> parents,
        Signature author,
        Signature committer,
        string message)
    {
        var text = new StringBuilder();
        text.Append("tree ").Append(tree).Append('\n');
        foreach (ObjectId parent in parents)
        {
            text.Append("parent ").Append(parent).Append('\n');
        }

        text.Append("author ").Append(author).Append('\n');
        text.Append("committer ").Append(committer).Append('\n');
        return text.Append('\n').Append(message).ToString();
    }

    public static Commit Decode(ObjectId id, string content)
    {
        ObjectId tree = default;
        var parents = new List<ObjectId>();
        Signature? author = null;
        Signature? committer = null;
        int position = 0;
        while (true)
        {
            int end = content.IndexOf('\n', position);
            if (end < 0)
            {
                throw new CorruptDataException($"Commit {id.Short} has no message.");
            }

            string line = content[position..end];
            position = end + 1;
            if (line.Length == 0)
            {
                break;
            }

            int space = line.IndexOf(' ');
            string value = line[(space + 1)..];
            switch (space < 0 ? line : line[..space])
            {
                case "tree":
                    tree = ObjectId.Parse(value);
                    break;
                case "parent":
                    parents.Add(ObjectId.Parse(value));
                    break;
                case "author":
                    author = Signature.Parse(value);
                    break;
                case "committer":
                    committer = Signature.Parse(value);
                    break;
                default:
                    throw new CorruptDataException($"Commit {id.Short} has an unknown header '{line}'.");
            }
        }

        if (tree.IsNone || author is null || committer is null)
        {
            throw new CorruptDataException($"Commit {id.Short} lacks a header.");
        }

        return new Commit(id, tree, parents, author, committer, content[position..]);
    }
}
