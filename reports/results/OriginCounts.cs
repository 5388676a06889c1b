using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Results;

/// <summary>
/// How many verdicts of a data set were decided where. What was never scored, and failed without being run, is left out.
/// </summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Total">The number of verdicts.</param>
/// <param name="Parts">The number for each origin, the hardest to forge first; <see langword="null"/> for those of which none was
/// recorded.</param>
/// <param name="MaxGuessProbability">The largest guess probability of its canaries; <see langword="null"/> without any.</param>
internal sealed record OriginCounts(string Dataset, int Total, IReadOnlyList<(VerdictOriginKind? Kind, int Count)> Parts,
    double? MaxGuessProbability)
{
    /// <summary>What an old run's verdicts say.</summary>
    private const string NotRecorded = "not recorded";

    /// <summary>Gets the counts as a sentence.</summary>
    public string Sentence => $"{Dataset}: {Format.Count(Total)} {(Total == 1 ? "verdict" : "verdicts")} by origin: "
        + $"{string.Join("; ", Parts.Select(Describe))}.";

    /// <summary>Returns whether a verdict has, or should have, an origin.</summary>
    public static bool Counts(Attempt attempt) => attempt.VerdictOrigin is not null || attempt.Passed;

    /// <summary>Returns the counts of each data set, in the order of their names.</summary>
    public static IReadOnlyList<OriginCounts> From(IEnumerable<Attempt> attempts) =>
        [.. attempts.Where(Counts).GroupBy(attempt => attempt.Key.Dataset, StringComparer.Ordinal)
            .OrderBy(set => set.Key, StringComparer.Ordinal).Select(From)];

    /// <summary>Returns what a part is called.</summary>
    public static string Name(VerdictOriginKind? kind) => kind is { } known ? VerdictOrigin.NameOf(known) : NotRecorded;

    private static OriginCounts From(IGrouping<string, Attempt> set) => new(
        set.Key,
        set.Count(),
        [.. set.GroupBy(attempt => attempt.VerdictOrigin?.Kind).OrderBy(part => part.Key ?? (VerdictOriginKind)int.MaxValue)
            .Select(part => (part.Key, part.Count()))],
        set.Max(attempt => attempt.VerdictOrigin?.GuessProbability));

    private string Describe((VerdictOriginKind? Kind, int Count) part) =>
        $"{Format.Count(part.Count)} {Name(part.Kind)}"
        + (part.Kind == VerdictOriginKind.Canary && MaxGuessProbability is { } chance
            ? $" (guess probability {AtMost(Format.Percent(chance))})" : "");

    private static string AtMost(string percent) => percent.StartsWith('<') ? percent : "at most " + percent;
}
