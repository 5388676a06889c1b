using Hawser.Objects;
using Hawser.Trees;

namespace Hawser.Merging;

/// <summary>Merged files, with markers where there are conflicts.</summary>
internal sealed record MergedFiles(FileMap Files, IReadOnlyList<MergeConflict> Conflicts);

/// <summary>Merges two states of all files that were made from a third one, following moved files.</summary>
internal sealed class TreeMerger
{
    private readonly ObjectStore _objects;
    private readonly MergeOptions _options;
    private readonly MergeLabels _labels;
    private readonly FileMap _base;
    private readonly SideChanges _ours;
    private readonly SideChanges _theirs;
    private readonly FileMap _result = new();
    private readonly SortedDictionary<string, ConflictKind> _conflicts = new(StringComparer.Ordinal);

    private TreeMerger(
        ObjectStore objects,
        ObjectId baseTree,
        ObjectId ours,
        ObjectId theirs,
        MergeLabels labels,
        MergeOptions options)
    {
        _objects = objects;
        _options = options;
        _labels = labels;
        _base = FileMap.Read(objects, baseTree);
        _ours = new SideChanges(objects, baseTree, ours, options);
        _theirs = new SideChanges(objects, baseTree, theirs, options);
    }

    public static MergedFiles Merge(
        ObjectStore objects,
        ObjectId baseTree,
        ObjectId ours,
        ObjectId theirs,
        MergeLabels labels,
        MergeOptions options)
    {
        var merger = new TreeMerger(objects, baseTree, ours, theirs, labels, options);
        foreach (string path in merger._base.Paths)
        {
            merger.MergeKnown(path);
        }

        merger.MergeAdded();
        return new MergedFiles(
            merger._result,
            merger._conflicts.Select(c => new MergeConflict(c.Key, c.Value)).ToList());
    }

    /// <summary>Merges what has become of a file of the base.</summary>
    private void MergeKnown(string path)
    {
        ObjectId baseId = _base.Find(path)!.Value;
        string? ourPath = _ours.PathOf(path);
        string? theirPath = _theirs.PathOf(path);
        if (ourPath is null || theirPath is null)
        {
            MergeDeleted(baseId, ourPath, theirPath);
            return;
        }

        ObjectId ourId = _ours.Files.Find(ourPath)!.Value;
        ObjectId theirId = _theirs.Files.Find(theirPath)!.Value;
        string target = ourPath == path ? theirPath : ourPath;
        if (ourPath != path && theirPath != path && ourPath != theirPath)
        {
            _conflicts[ourPath] = ConflictKind.RenamedTwice;
        }

        Place(target, MergeTexts(target, baseId, ourId, theirId, ConflictKind.Content));
    }

    private void MergeDeleted(ObjectId baseId, string? ourPath, string? theirPath)
    {
        string? survivor = ourPath ?? theirPath;
        if (survivor is null)
        {
            return;
        }

        ObjectId id = (ourPath is null ? _theirs : _ours).Files.Find(survivor)!.Value;
        bool preferred = _options.Prefer switch
        {
            MergePreference.Ours => ourPath is not null,
            MergePreference.Theirs => theirPath is not null,
            _ => false,
        };
        if (id == baseId || (_options.Prefer != MergePreference.None && !preferred))
        {
            return;
        }

        if (!preferred)
        {
            _conflicts[survivor] = ConflictKind.ChangedAndDeleted;
        }

        Place(survivor, id);
    }

    private void MergeAdded()
    {
        foreach (string path in _ours.Added.Union(_theirs.Added).Order(StringComparer.Ordinal))
        {
            ObjectId? ours = _ours.Added.Contains(path) ? _ours.Files.Find(path) : null;
            ObjectId? theirs = _theirs.Added.Contains(path) ? _theirs.Files.Find(path) : null;
            ObjectId id = ours is not null && theirs is not null
                ? MergeTexts(path, _objects.PutText(""), ours.Value, theirs.Value, ConflictKind.BothAdded)
                : (ours ?? theirs)!.Value;
            Place(path, id);
        }
    }

    private ObjectId MergeTexts(string path, ObjectId baseId, ObjectId ours, ObjectId theirs, ConflictKind kind)
    {
        if (ours == theirs || theirs == baseId)
        {
            return ours;
        }

        if (ours == baseId)
        {
            return theirs;
        }

        MergedText merged = TextMerger.Merge(
            _objects.ReadText(baseId),
            _objects.ReadText(ours),
            _objects.ReadText(theirs),
            _labels,
            _options);
        if (merged.Conflicts > 0)
        {
            _conflicts[path] = kind;
        }

        return _objects.PutText(merged.Text);
    }

    private void Place(string path, ObjectId id)
    {
        ObjectId? present = _result.Find(path);
        if (present is null)
        {
            _result.Set(path, id);
        }
        else if (present != id)
        {
            _conflicts[path] = ConflictKind.SamePath;
            _result.Set(path + "~" + id.Short, id);
        }
    }

    /// <summary>What one side has done to the files of the base.</summary>
    private sealed class SideChanges
    {
        private readonly Dictionary<string, string> _moved = new(StringComparer.Ordinal);
        private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

        public SideChanges(ObjectStore objects, ObjectId baseTree, ObjectId tree, MergeOptions options)
        {
            Files = FileMap.Read(objects, tree);
            List<FileChange> changes = TreeDiff.Compare(objects, baseTree, tree);
            if (options.Diff.DetectRenames)
            {
                changes = new RenameDetector(objects, options.Diff.RenameThreshold).Apply(changes);
            }

            foreach (FileChange change in changes)
            {
                switch (change.Kind)
                {
                    case FileChangeKind.Added:
                        Added.Add(change.NewPath);
                        break;
                    case FileChangeKind.Deleted:
                        _deleted.Add(change.OldPath);
                        break;
                    case FileChangeKind.Renamed:
                        _moved.Add(change.OldPath, change.NewPath);
                        break;
                }
            }
        }

        public FileMap Files { get; }

        public HashSet<string> Added { get; } = new(StringComparer.Ordinal);

        /// <summary>Where a file of the base is now, or null if it is gone.</summary>
        public string? PathOf(string path) =>
            _deleted.Contains(path) ? null : _moved.GetValueOrDefault(path, path);
    }
}
