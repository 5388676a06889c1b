using Hawser.History;
using Hawser.Objects;
using Hawser.References;

namespace Hawser.Transfer;

/// <summary>Takes a bundle into a repository.</summary>
internal sealed class BundleImporter(ObjectStore objects, CommitGraph graph, ReferenceStore references)
{
    public FetchResult Import(Bundle bundle, string remote)
    {
        int before = graph.Count;
        foreach (StoredObject stored in bundle.Objects)
        {
            ObjectId id = objects.Put(stored);
            if (stored.Kind == ObjectKind.Commit)
            {
                Commit commit = objects.ReadCommit(id);
                if (!objects.Contains(commit.Tree))
                {
                    throw new CorruptDataException($"The files of commit {id.Short} were not sent.");
                }

                graph.Add(commit);
            }
        }

        var names = new List<string>();
        foreach ((string branch, ObjectId id) in bundle.Branches)
        {
            string name = ReferenceName.OfRemote(remote, branch);
            if (!graph.Contains(id))
            {
                throw new CorruptDataException($"The commit of branch '{branch}' was not sent.");
            }

            if (references.Find(name) != id)
            {
                references.Set(name, id, "fetch");
            }

            names.Add(ReferenceName.Shorten(name));
        }

        return new FetchResult(graph.Count - before, names);
    }
}
