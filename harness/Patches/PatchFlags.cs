using System.Text.RegularExpressions;
using Eval.Datasets;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Patches;

/// <summary>
/// Says what of a change could bend tests instead of resolving an issue. It decides nothing; a reader should look, and a gate may.
/// </summary>
internal static partial class PatchFlags
{
    private static readonly HashSet<string> TestFolders = new(StringComparer.Ordinal) { "test", "tests", "testing", "__tests__", "spec",
        "specs", "e2e", "__snapshots__" };

    /// <param name="diff">The change as a patch.</param>
    /// <param name="changes">What the change came to in the copy.</param>
    /// <param name="command">The command that runs the tests.</param>
    /// <param name="restored">What of it is put back before they run.</param>
    /// <param name="traced">The files that were found to configure the tests by being read before the first one.</param>
    public static IReadOnlyList<string> Find(string diff, IReadOnlyList<ChangedFile> changes, string command = "",
        IReadOnlyCollection<string>? restored = null, IReadOnlySet<string>? traced = null)
    {
        var flags = changes.Where(file => TestConfiguration.Includes(file.Path, command))
            .Select(file => $"touches {file.Path}{(restored?.Contains(file.Path) == true ? " (put back for the tests)" : "")}").ToList();
        flags.AddRange(changes.Where(file => traced?.Contains(file.Path) == true)
            .Select(file => $"touches {file.Path}, which is read before the first test"));
        if (changes.Count > 0 && changes.All(file => IsTest(file.Path)))
        {
            flags.Add("touches tests only");
        }
        else if (changes.Any(file => file.IsInBase && IsTest(file.Path) && !TestConfiguration.Includes(file.Path, command)))
        {
            // Only the hidden tests are put back; others are run as the change left them.
            flags.Add("changes existing tests");
        }

        foreach (var file in changes.Where(file => file.IsInCopy))
        {
            flags.AddRange(OfFile(file));
        }

        if (TextLines.Split(diff).Any(line => line.StartsWith("GIT binary patch", StringComparison.Ordinal)
            || line.StartsWith("Binary files ", StringComparison.Ordinal)))
        {
            flags.Add("holds what is no text");
        }

        flags.AddRange(PatchWords.Flags(diff));
        return flags;
    }

    /// <summary>Says of files that a change added which of them were found to configure the tests.</summary>
    public static IEnumerable<string> OfAdded(IEnumerable<string> added, IReadOnlySet<string> traced) =>
        added.Where(traced.Contains).Order(StringComparer.Ordinal).Select(path => $"adds {path}, which is read before the first test");

    private static IEnumerable<string> OfFile(ChangedFile file)
    {
        if (file.IsLink)
        {
            yield return $"makes {file.Path} a link";
        }

        if (file.BecomesExecutable)
        {
            yield return $"makes {file.Path} executable";
        }

        if (!file.IsInBase && ImportedNames.Shadowed(file.Path) is { } module)
        {
            yield return $"adds a module by the name of {module}";
        }

        if (!file.IsInBase && IsTest(file.Path) && Path.GetFileName(file.Path) == "__init__.py")
        {
            yield return $"adds {file.Path}, which is loaded before its tests";
        }

        if (file.Path.Contains('\uFFFD', StringComparison.Ordinal))
        {
            yield return "names a file by what is no text";
        }
    }

    /// <summary>Returns whether a file is one of tests, by its path.</summary>
    public static bool IsTest(string path) =>
        path.Split('/').SkipLast(1).Any(TestFolders.Contains) || TestNames().IsMatch(Path.GetFileName(path));

    /// <summary>In Python a test's name begins with the word, in C# it ends with it, and in JavaScript it is a part of its own.</summary>
    [GeneratedRegex(@"^test_|Tests\.cs$|^(?:.*[.\-_])?(?:test|spec)s?\.[cm]?[jt]sx?$|^test-.*\.[cm]?[jt]s$")]
    private static partial Regex TestNames();
}
