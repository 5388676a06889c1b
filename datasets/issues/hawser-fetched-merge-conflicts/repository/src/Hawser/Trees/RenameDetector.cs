using Hawser.Objects;

namespace Hawser.Trees;

/// <summary>Finds deletions and additions that are in truth the move of a file.</summary>
internal sealed class RenameDetector(ObjectStore objects, double threshold)
{
    // Beyond this number of pairs only files with the very same text are recognised.
    private const int PairLimit = 40_000;

    private readonly Dictionary<ObjectId, Similarity> _profiles = [];

    /// <summary>Replaces each deletion and addition that belong together by one rename.</summary>
    public List<FileChange> Apply(IReadOnlyList<FileChange> changes)
    {
        List<FileChange> deleted = changes.Where(c => c.Kind == FileChangeKind.Deleted).ToList();
        List<FileChange> added = changes.Where(c => c.Kind == FileChangeKind.Added).ToList();
        var renames = new List<FileChange>();
        MatchExact(deleted, added, renames);
        if (deleted.Count * added.Count <= PairLimit)
        {
            MatchSimilar(deleted, added, renames);
        }

        List<FileChange> result = changes.Where(c => c.Kind == FileChangeKind.Modified)
            .Concat(deleted)
            .Concat(added)
            .Concat(renames)
            .ToList();
        result.Sort((a, b) => string.CompareOrdinal(a.NewPath, b.NewPath));
        return result;
    }

    private static void MatchExact(List<FileChange> deleted, List<FileChange> added, List<FileChange> renames)
    {
        foreach (FileChange source in deleted.ToList())
        {
            // Among several files of the same text, one of the same name is the likelier target.
            FileChange? target = added.Where(a => a.NewId == source.OldId)
                .OrderByDescending(a => FilePath.NameOf(a.NewPath) == FilePath.NameOf(source.OldPath))
                .FirstOrDefault();
            if (target is not null)
            {
                Pair(source, target, deleted, added, renames);
            }
        }
    }

    private void MatchSimilar(List<FileChange> deleted, List<FileChange> added, List<FileChange> renames)
    {
        var candidates = new List<(double Score, FileChange Source, FileChange Target)>();
        foreach (FileChange source in deleted)
        {
            Similarity profile = Profile(source.OldId);
            foreach (FileChange target in added)
            {
                Similarity other = Profile(target.NewId);
                if (profile.BoundTo(other) < threshold)
                {
                    continue;
                }

                double score = profile.To(other);
                if (score >= threshold)
                {
                    bool sameExtension = FilePath.ExtensionOf(source.OldPath) == FilePath.ExtensionOf(target.NewPath);
                    candidates.Add((sameExtension ? score + 0.001 : score, source, target));
                }
            }
        }

        foreach ((_, FileChange source, FileChange target) in candidates
            .OrderByDescending(c => c.Score)
            .ThenBy(c => c.Source.OldPath, StringComparer.Ordinal)
            .ThenBy(c => c.Target.NewPath, StringComparer.Ordinal))
        {
            if (deleted.Contains(source) && added.Contains(target))
            {
                Pair(source, target, deleted, added, renames);
            }
        }
    }

    private static void Pair(
        FileChange source,
        FileChange target,
        List<FileChange> deleted,
        List<FileChange> added,
        List<FileChange> renames)
    {
        deleted.Remove(source);
        added.Remove(target);
        renames.Add(
            new FileChange(FileChangeKind.Renamed, source.OldPath, target.NewPath, source.OldId, target.NewId));
    }

    private Similarity Profile(ObjectId id)
    {
        if (!_profiles.TryGetValue(id, out Similarity? profile))
        {
            profile = Similarity.Of(objects.ReadText(id));
            _profiles.Add(id, profile);
        }

        return profile;
    }
}
