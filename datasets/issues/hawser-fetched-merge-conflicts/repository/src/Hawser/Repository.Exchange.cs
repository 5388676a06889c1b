using Hawser.Objects;
using Hawser.Persistence;
using Hawser.References;
using Hawser.Transfer;
using Hawser.Trees;

namespace Hawser;

public sealed partial class Repository
{
    /// <summary>
    /// Brings branches of another repository here, with the commits that are missing. They are known here by the name of
    /// the remote and their own, as in <c>origin/main</c>; the own branches stay as they are.
    /// </summary>
    public FetchResult Fetch(Repository source, FetchOptions? options = null)
    {
        options ??= FetchOptions.Default;
        var receiver = new ReceiverState(_objects.Contains, _graph.IsShallow);
        return Receive(source.BuildBundle(options.Branches, receiver, options.Depth), options.Remote);
    }

    /// <summary>Creates a repository from another one, and checks out a branch as it is there.</summary>
    public static Repository Clone(Repository source, string branch = "main", FetchOptions? options = null)
    {
        options ??= FetchOptions.Default;
        var clone = new Repository();
        clone.Fetch(source, options);
        Commit tip = clone.Find(options.Remote + "/" + branch);
        clone.LoadFiles(FileMap.Read(clone._objects, tip.Tree));
        clone._references.Attach(ReferenceName.OfBranch(branch), "clone");
        clone._references.Advance(tip.Id, "clone");
        return clone;
    }

    /// <summary>Packs branches with all their commits, or with the latest ones up to a depth.</summary>
    public Bundle CreateBundle(IReadOnlyList<string>? branches = null, int? depth = null) =>
        BuildBundle(branches, ReceiverState.Nothing, depth);

    /// <summary>Takes in what another repository has packed.</summary>
    public FetchResult Receive(Bundle bundle, string remote = "origin") =>
        new BundleImporter(_objects, _graph, _references).Import(bundle, remote);

    /// <summary>Writes everything but the moves of references as one text, for <see cref="Load"/>.</summary>
    public string Save() => SnapshotWriter.Write(_objects, _graph, _references, _pending, Files);

    /// <summary>Reads what <see cref="Save"/> has written.</summary>
    public static Repository Load(string text)
    {
        var repository = new Repository();
        var reader = new SnapshotReader(
            text,
            repository._objects,
            repository._graph,
            repository._references,
            repository.Files);
        reader.Read();
        repository._pending = reader.Pending;
        return repository;
    }

    private Bundle BuildBundle(IReadOnlyList<string>? branches, ReceiverState receiver, int? depth)
    {
        IReadOnlyList<string> names = branches ?? Branches;
        var tips = new List<KeyValuePair<string, ObjectId>>();
        foreach (string name in names)
        {
            ObjectId tip = _references.Find(ReferenceName.OfBranch(name))
                ?? throw new HawserException($"There is no branch '{name}' in the other repository.");
            tips.Add(new KeyValuePair<string, ObjectId>(name, tip));
        }

        return new BundleBuilder(_objects, _graph).Build(tips, receiver, depth);
    }
}
