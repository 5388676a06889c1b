using System.IO.Enumeration;
using System.Runtime.CompilerServices;

namespace Eval.Datasets;

/// <summary>Chooses tasks of a data set. An empty list chooses everything.</summary>
public sealed record TaskFilter
{
    /// <summary>Gets the most tasks that pass; the first ones do. Default: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets patterns of ids with <c>*</c> and <c>?</c>, upper and lower case alike; one must match.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Gets the classes.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Gets the languages.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Returns whether a task is chosen, the limit aside.</summary>
    public bool Includes(EvalTask task) =>
        (Ids.Count == 0 || Matches(Ids, task.Id))
        && Holds(Classes, task.Class)
        && Holds(Languages, task.Language);

    /// <summary>Returns the chosen tasks in their order, and reads no further once the limit is reached.</summary>
    public async IAsyncEnumerable<EvalTask> Apply(IAsyncEnumerable<EvalTask> tasks, [EnumeratorCancellation] CancellationToken ct)
    {
        if (Limit <= 0)
        {
            yield break;
        }

        var chosen = 0;
        await foreach (var task in tasks.WithCancellation(ct))
        {
            if (!Includes(task))
            {
                continue;
            }

            yield return task;
            if (++chosen == Limit)
            {
                yield break;
            }
        }
    }

    /// <summary>Returns whether an id matches one of several patterns.</summary>
    public static bool Matches(IEnumerable<string> patterns, string id) => patterns.Any(pattern => Matches(pattern, id));

    // A backslash would otherwise escape the sign after it.
    private static bool Matches(string pattern, string id) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), id);

    private static bool Holds(IReadOnlyList<string> names, string name) =>
        names.Count == 0 || names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
