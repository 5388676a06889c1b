using System.Globalization;
using Hawser.History;
using Hawser.Objects;
using Hawser.References;
using Hawser.Replay;
using Hawser.Working;

namespace Hawser.Persistence;

/// <summary>Reads what <see cref="SnapshotWriter"/> has written.</summary>
internal sealed class SnapshotReader(
    string text,
    ObjectStore objects,
    CommitGraph graph,
    ReferenceStore references,
    WorkingFiles files)
{
    private int _position;

    /// <summary>The commit that was in preparation, if there was one.</summary>
    public PendingCommit? Pending { get; private set; }

    public void Read()
    {
        if (NextLine() != SnapshotFormat.Header)
        {
            throw new CorruptDataException("This is no saved repository.");
        }

        while (true)
        {
            string line = NextLine();
            int space = line.IndexOf(' ');
            string value = line[(space + 1)..];
            switch (space < 0 ? line : line[..space])
            {
                case SnapshotFormat.Object:
                    ReadObject(value);
                    break;
                case SnapshotFormat.Commit:
                    ReadCommit(value);
                    break;
                case SnapshotFormat.Reference:
                    references.Set(value[(ObjectId.DigitCount + 1)..], KnownCommit(value[..ObjectId.DigitCount]), "load");
                    break;
                case SnapshotFormat.OnBranch:
                    references.Attach(value, "load");
                    break;
                case SnapshotFormat.AtCommit:
                    references.Detach(KnownCommit(value), "load");
                    break;
                case SnapshotFormat.Pending:
                    (string merged, string message) = ReadContent(value);
                    ObjectId id = ObjectId.Parse(merged);
                    Pending = new PendingCommit(graph.Contains(id) ? id : default, message);
                    break;
                case SnapshotFormat.File:
                    (string path, string content) = ReadContent(value);
                    files.Write(path, content);
                    break;
                case SnapshotFormat.End:
                    return;
                default:
                    throw new CorruptDataException($"The saved repository has a line that is not understood: '{line}'.");
            }
        }
    }

    private void ReadObject(string value)
    {
        (string kind, string content) = ReadContent(value);
        objects.Put(new StoredObject(StoredObject.KindOf(kind), content));
    }

    private void ReadCommit(string value)
    {
        string[] parts = value.Split(' ');
        if (parts.Length != 2
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int generation))
        {
            throw new CorruptDataException($"The saved repository has a commit that is not understood: '{value}'.");
        }

        graph.Add(objects.ReadCommit(ObjectId.Parse(parts[0])), generation);
    }

    private ObjectId KnownCommit(string value)
    {
        ObjectId id = ObjectId.Parse(value);
        return graph.Contains(id) ? id : throw new CorruptDataException($"The saved repository lacks commit {id.Short}.");
    }

    /// <summary>Reads what an announcement says: a text, a space and the length of the content that follows.</summary>
    private (string Subject, string Content) ReadContent(string announcement)
    {
        int space = announcement.LastIndexOf(' ');
        if (space < 0
            || !int.TryParse(announcement[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > text.Length - _position)
        {
            throw new CorruptDataException($"The saved repository is cut off after '{announcement}'.");
        }

        string content = text.Substring(_position, length);
        _position += length;
        return NextLine().Length == 0
            ? (announcement[..space], content)
            : throw new CorruptDataException($"The content after '{announcement}' has another length.");
    }

    private string NextLine()
    {
        int end = text.IndexOf('\n', _position);
        if (end < 0)
        {
            throw new CorruptDataException("The saved repository is cut off.");
        }

        string line = text[_position..end];
        _position = end + 1;
        return line;
    }
}
