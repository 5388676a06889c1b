using System.Text.RegularExpressions;
using Eval.Harness.TestResults;

namespace Eval.Harness.Issues.Canaries;

/// <summary>What a runner reported of disguised tests, by the names that they have in truth, and whether it is to be believed.</summary>
internal sealed partial record RevealedReport
{
    /// <summary>The results without those of canaries.</summary>
    public required TestReport Report { get; init; }

    /// <summary>What the runner reported that cannot be so; null for nothing.</summary>
    public required string? Lie { get; init; }

    /// <summary>
    /// How many canaries the runner did not tell of, without which it is not believed either. A file that does not load has none.
    /// </summary>
    public required int Missing { get; init; }

    /// <summary>The twins that came out as they must.</summary>
    public required IReadOnlySet<WrongTwin> FailedTwins { get; init; }

    public static RevealedReport Create(TestReport reported, Disguise disguise)
    {
        var statuses = disguise.Masks.Keys.ToDictionary(name => name, _ => new List<TestStatus>(), StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        var hidden = new List<ReportedTest>();
        foreach (var test in reported.Reported)
        {
            var word = Words().Matches(test.Names[0]).Select(match => match.Groups["word"].Value).FirstOrDefault(statuses.ContainsKey);
            if (word is not null)
            {
                statuses[word].Add(test.Status);
                if (!names.Add(test.Names[0]))
                {
                    repeated.Add(word);
                }
            }

            if (word is null || disguise.Masks[word].Kind == MaskKind.Hidden)
            {
                hidden.Add(test with { Names = [.. test.Names.Select(name => Reveal(name, disguise))] });
            }
        }

        var real = disguise.Masks.Where(mask => mask.Value.Kind == MaskKind.Hidden)
            .ToDictionary(mask => mask.Value.Test!.Value, mask => statuses[mask.Key]);
        var canaries = disguise.Masks.Where(mask => mask.Value.Kind != MaskKind.Hidden)
            .Select(mask => (Mask: mask.Value, Reported: statuses[mask.Key], IsRepeated: repeated.Contains(mask.Key))).ToList();
        return new RevealedReport
        {
            Report = reported with { Reported = hidden },
            Lie = OldName(reported, disguise) ?? canaries.Where(canary => !disguise.IsDraft || canary.Mask.Twin is null)
                .Select(canary => LieOf(canary.Mask, canary.Reported, canary.IsRepeated, real)).FirstOrDefault(lie => lie is not null),
            Missing = canaries.Count(canary => canary.Reported.Count == 0 && (!disguise.IsDraft || canary.Mask.Twin is null)),
            FailedTwins = canaries.Where(canary => canary.Mask.Twin is not null && canary.Reported.Exists(IsFailed))
                .Select(canary => canary.Mask.Twin!).ToHashSet(),
        };
    }

    /// <summary>Puts the names that tests have in truth into a text.</summary>
    public static string Reveal(string text, Disguise disguise) =>
        Words().Replace(text, match => disguise.Masks.TryGetValue(match.Groups["word"].Value, out var mask)
        ? mask.Name + (mask is { IsPrefix: true, Name.Length: 0 } ? "" : match.Groups["blank"].Value) : match.Value);

    /// <summary>Who tells of a test by a name that it does not have in this run has it from elsewhere than from running it.</summary>
    private static string? OldName(TestReport reported, Disguise disguise)
    {
        var real = reported.Reported.SelectMany(test => test.Names).Where(name => Reveal(name, disguise) != name)
            .Select(name => Reveal(name, disguise)).ToHashSet(StringComparer.Ordinal);
        return reported.Reported.Select(test => test.Names[0])
            .FirstOrDefault(name => real.Contains(name) && Reveal(name, disguise) == name) is { } old
            ? $"the runner reported {old}, which was not run by that name" : null;
    }

    /// <summary>
    /// A test that is told of by several names was found by several ways, for instance through a link: then it must have come out as it
    /// must each time.
    /// </summary>
    private static string? LieOf(Mask mask, List<TestStatus> reported, bool isRepeated,
        Dictionary<(string File, int Start), List<TestStatus>> real) => mask switch
    {
        _ when reported.Count == 0 => null,
        // A change that fixes nothing may well do what a twin wants; one that does what the test wants cannot.
        { Twin: not null } => !reported.Exists(IsFailed) && real[mask.Test!.Value] is { Count: > 0 } outcomes && !outcomes.Exists(IsFailed)
            ? "the runner reported that a test passed and a twin of it that is wrong as well" : null,
        _ when isRepeated => "the runner reported twice a test that was put among the hidden ones",
        { Kind: MaskKind.MustFail } => reported.TrueForAll(IsFailed) ? null : "the runner reported that a comparison holds which does not",
        _ => reported.TrueForAll(status => status == TestStatus.Passed) ? null
            : "the runner reported that a comparison does not hold which does",
    };

    private static bool IsFailed(TestStatus status) => status is TestStatus.Failed or TestStatus.Error;

    [GeneratedRegex("(?<word>\\w+)(?<blank> ?)")]
    private static partial Regex Words();
}
