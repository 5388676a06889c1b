using Hawser.Objects;
using Hawser.Transfer;

namespace Hawser.Tests;

/// <summary>
/// A history of seven commits. On main: first, second, third, fourth, and a merge of docs, which began at the first. The
/// branch topic began at the third.
/// </summary>
internal static class Stories
{
    public static readonly int[] InOrder = [0, 1, 2, 3, 4, 5, 6];

    /// <summary>The clock on which the third commit was made was hours ahead.</summary>
    public static readonly int[] ClockAhead = [0, 1, 500, 3, 4, 5, 6];

    /// <summary>The clock on which the fourth commit was made was days behind.</summary>
    public static readonly int[] ClockBehind = [0, 1, 2, 3, -5000, 5, 6];

    public static Signature Ben(int minute) =>
        new("Ben", "ben@example.org", new DateTimeOffset(2024, 5, 6, 9, 0, 0, TimeSpan.Zero).AddMinutes(minute));

    public static string Plan(string changes)
    {
        string[] lines = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta"];
        foreach (string change in changes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = change.Split('=');
            lines[Array.IndexOf(lines, parts[0])] = parts[1];
        }

        return string.Concat(lines.Select(line => line + "\n"));
    }

    public static Repository Tell(int[] minutes)
    {
        var repository = new Repository();
        repository.Files.Write("plan.txt", Plan(""));
        repository.Commit("first", Ben(minutes[0]));
        repository.CreateBranch("docs");
        repository.Files.Write("old.txt", "not needed for long\n");
        repository.Commit("second", Ben(minutes[1]));
        repository.Files.Write("plan.txt", Plan("gamma=gamma2"));
        repository.Commit("third", Ben(minutes[2]));
        repository.CreateBranch("topic");
        repository.Checkout("docs");
        repository.Files.Write("docs.txt", "read me\n");
        repository.Commit("docs", Ben(minutes[3]));
        repository.Checkout("main");
        repository.Files.Write("plan.txt", Plan("gamma=gamma3"));
        repository.Files.Delete("old.txt");
        repository.Commit("fourth", Ben(minutes[4]));
        repository.Merge("docs", Ben(minutes[5]));
        repository.Checkout("topic");
        repository.Files.Write("plan.txt", Plan("gamma=gamma2 eta=eta2"));
        repository.Commit("topic", Ben(minutes[6]));
        repository.Checkout("main");
        return repository;
    }

    /// <summary>A clone with the latest commits of main only.</summary>
    public static Repository CloneMain(Repository source, int depth) =>
        Repository.Clone(source, "main", new FetchOptions { Branches = ["main"], Depth = depth });

    /// <summary>A clone which at first had the latest commits of main only, and has fetched the rest later.</summary>
    public static Repository Deepen(Repository source)
    {
        Repository repository = CloneMain(source, depth: 2);
        repository.Fetch(source);
        return repository;
    }

    public static string[] SubjectsOf(IEnumerable<Commit> commits) => commits.Select(commit => commit.Subject).ToArray();

    /// <summary>The ids of a commit and all its ancestors, found by following parents.</summary>
    public static HashSet<ObjectId> Contained(Repository repository, ObjectId commit)
    {
        var found = new HashSet<ObjectId>();
        var open = new Stack<ObjectId>([commit]);
        while (open.TryPop(out ObjectId id))
        {
            if (found.Add(id))
            {
                foreach (ObjectId parent in repository.Find(id.ToString()).Parents)
                {
                    open.Push(parent);
                }
            }
        }

        return found;
    }
}
