using System.Globalization;

namespace Eval.Sandboxes.Workspaces;

/// <summary>A file of a working copy, or a link in it, that differs from the base.</summary>
public sealed record ChangedFile
{
    private const char InBase = '-';
    private const int Fields = 5;

    /// <summary>Gets the path relative to the repository's root.</summary>
    public required string Path { get; init; }

    /// <summary>Gets a value indicating whether the base has something at the path.</summary>
    public bool IsInBase { get; init; }

    /// <summary>Gets a value indicating whether the copy has something at the path.</summary>
    public bool IsInCopy { get; init; }

    /// <summary>Gets a value indicating whether the copy has no file there but a link, a pipe or the like.</summary>
    public bool IsLink { get; init; }

    /// <summary>Gets a value indicating whether the copy's file may be executed and the base's may not.</summary>
    public bool BecomesExecutable { get; init; }

    /// <summary>
    /// Reads entries, each <c>+</c> (in the copy) or <c>-</c> (in the base) and kind, mode, length, time and path, with a NUL behind it.
    /// </summary>
    internal static IReadOnlyList<ChangedFile> Parse(string listed) =>
    [
        .. listed.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => (IsBase: entry[0] == InBase, Parts: entry[1..].Split(' ', Fields)))
            .Where(entry => entry.Parts.Length == Fields)
            .GroupBy(entry => entry.Parts[^1], StringComparer.Ordinal).OrderBy(entries => entries.Key, StringComparer.Ordinal)
            .Select(entries => Create(entries.Key, entries.FirstOrDefault(entry => entry.IsBase).Parts,
                entries.FirstOrDefault(entry => !entry.IsBase).Parts)),
    ];

    private static ChangedFile Create(string path, string[]? inBase, string[]? inCopy) => new()
    {
        Path = path,
        IsInBase = inBase is not null,
        IsInCopy = inCopy is not null,
        IsLink = inCopy is not null && inCopy[0] != "f",
        BecomesExecutable = inCopy?[0] == "f" && IsExecutable(inCopy) && (inBase is null || !IsExecutable(inBase)),
    };

    private static bool IsExecutable(string[] entry) =>
        int.TryParse(entry[1], NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && (digits / 100) % 2 == 1;
}
