using Hawser.Objects;
using Hawser.Trees;

namespace Hawser.Working;

/// <summary>How the files somebody works on differ from the current commit.</summary>
public sealed class StatusReport
{
    internal StatusReport(IReadOnlyList<FileChange> changes, IReadOnlyList<string> ignored, bool mergeInProgress)
    {
        Changes = changes;
        Ignored = ignored;
        MergeInProgress = mergeInProgress;
    }

    /// <summary>The differences ordered by path.</summary>
    public IReadOnlyList<FileChange> Changes { get; }

    /// <summary>The files that are not committed because a rule says so.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>True if the next commit will conclude a merge or a replayed commit.</summary>
    public bool MergeInProgress { get; }

    /// <summary>True if there is nothing to commit.</summary>
    public bool IsClean => Changes.Count == 0 && !MergeInProgress;
}

/// <summary>Moves states between the working files and the store.</summary>
internal sealed class WorkingState(ObjectStore objects, WorkingFiles files)
{
    /// <summary>Stores what would be committed, and returns the root folder.</summary>
    public ObjectId Store(ObjectId? currentTree) => Collect(currentTree, out _).Write(objects);

    /// <summary>Compares the working files with a state.</summary>
    public StatusReport Compare(ObjectId? currentTree, bool mergeInProgress)
    {
        ObjectId working = Collect(currentTree, out List<string> ignored).Write(objects);
        List<FileChange> changes = TreeDiff.Compare(objects, currentTree ?? new FileMap().Write(objects), working);
        return new StatusReport(new RenameDetector(objects, 0.5).Apply(changes), ignored, mergeInProgress);
    }

    /// <summary>Makes the working files those of a state. Ignored files stay unless the state has a file there.</summary>
    public void Load(ObjectId? currentTree, FileMap target)
    {
        IEnumerable<string> tracked = Collect(currentTree, out _).Paths.ToList();
        foreach (string path in tracked.Where(path => target.Find(path) is null))
        {
            files.Delete(path);
        }

        foreach ((string path, ObjectId id) in target.Files)
        {
            files.Write(path, objects.ReadText(id));
        }
    }

    /// <summary>What would be committed: all files but those which are ignored and were never committed.</summary>
    private FileMap Collect(ObjectId? currentTree, out List<string> ignored)
    {
        FileMap current = currentTree is ObjectId tree ? FileMap.Read(objects, tree) : new FileMap();
        IgnoreRules rules = IgnoreRules.Parse(files.TryRead(IgnoreRules.FileName, out string text) ? text : "");
        var map = new FileMap();
        ignored = [];
        foreach (string path in files.Paths)
        {
            if (current.Find(path) is null && rules.Ignores(path))
            {
                ignored.Add(path);
            }
            else
            {
                map.Set(path, objects.PutText(files.Read(path)));
            }
        }

        return map;
    }
}
