using System.Globalization;
using System.Text;
using Hawser.History;
using Hawser.Objects;
using Hawser.References;
using Hawser.Replay;
using Hawser.Working;

namespace Hawser.Persistence;

/// <summary>Writes a repository as one text.</summary>
internal sealed class SnapshotWriter
{
    private readonly StringBuilder _text = new();

    public static string Write(
        ObjectStore objects,
        CommitGraph graph,
        ReferenceStore references,
        PendingCommit? pending,
        WorkingFiles files)
    {
        var writer = new SnapshotWriter();
        writer.Line(SnapshotFormat.Header);
        foreach ((_, StoredObject stored) in objects.All)
        {
            writer.Content($"{SnapshotFormat.Object} {StoredObject.NameOf(stored.Kind)}", stored.Content);
        }

        foreach (CommitNode node in graph.Nodes)
        {
            writer.Line(
                string.Create(CultureInfo.InvariantCulture, $"{SnapshotFormat.Commit} {node.Id} {node.Generation}"));
        }

        foreach ((string name, ObjectId id) in references.All(""))
        {
            writer.Line($"{SnapshotFormat.Reference} {id} {name}");
        }

        if (references.CurrentBranch is string branch)
        {
            writer.Line($"{SnapshotFormat.OnBranch} {branch}");
        }
        else
        {
            writer.Line($"{SnapshotFormat.AtCommit} {references.Head}");
        }

        if (pending is not null)
        {
            writer.Content($"{SnapshotFormat.Pending} {pending.MergedCommit}", pending.Message);
        }

        foreach (string path in files.Paths)
        {
            writer.Content($"{SnapshotFormat.File} {path}", files.Read(path));
        }

        writer.Line(SnapshotFormat.End);
        return writer._text.ToString();
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private void Content(string announcement, string content)
    {
        Line(string.Create(CultureInfo.InvariantCulture, $"{announcement} {content.Length}"));
        Line(content);
    }
}
