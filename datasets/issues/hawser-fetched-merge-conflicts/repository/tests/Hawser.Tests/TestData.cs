using Hawser.Objects;

namespace Hawser.Tests;

internal static class TestData
{
    private static readonly DateTimeOffset Start = new(2024, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static Signature Ann(int minute) => new("Ann", "ann@example.org", Start.AddMinutes(minute));

    public static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>Writes a file and commits it, with the path and the minute as the message.</summary>
    public static Commit Save(this Repository repository, int minute, string path, params string[] lines)
    {
        repository.Files.Write(path, Lines(lines));
        return repository.Commit($"{path} {minute}", Ann(minute));
    }

    public static IEnumerable<string> Subjects(this IEnumerable<Commit> commits) => commits.Select(c => c.Subject);

    /// <summary>Two branches that have gone apart: <c>main</c> and <c>topic</c>, with main checked out.</summary>
    public static Repository Forked()
    {
        var repository = new Repository();
        repository.Save(0, "list.txt", "one", "two", "three", "four", "five");
        repository.CreateBranch("topic");
        repository.Save(1, "list.txt", "ONE", "two", "three", "four", "five");
        repository.Checkout("topic");
        repository.Save(2, "list.txt", "one", "two", "three", "four", "FIVE");
        repository.Checkout("main");
        return repository;
    }
}
