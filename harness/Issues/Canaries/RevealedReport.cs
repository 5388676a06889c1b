using System.Text.RegularExpressions;
using Eval.Harness.TestResults;

namespace Eval.Harness.Issues.Canaries;

/// <summary>What a runner told of disguised tests, by the names that they have in truth, and whether it is to be believed.</summary>
/// <param name="Report">The results without those of canaries.</param>
/// <param name="Lie">What the runner told that is not so; null when it is believed.</param>
/// <param name="FailedTwins">The twins that came out as they must.</param>
internal sealed partial record RevealedReport(TestReport Report, string? Lie, IReadOnlySet<WrongTwin> FailedTwins)
{
    public static RevealedReport Create(TestReport told, Disguise disguise)
    {
        var hidden = new List<ToldTest>();
        var canaries = new Dictionary<string, List<TestStatus>>(StringComparer.Ordinal);
        foreach (var test in told.Told)
        {
            if (Words().Matches(test.Names[0]).Select(word => word.Value).FirstOrDefault(word => disguise.Masks.TryGetValue(word, out var mask) && mask.Kind != MaskKind.Hidden) is { } canary)
            {
                (canaries.TryGetValue(canary, out var statuses) ? statuses : canaries[canary] = []).Add(test.Status);
            }
            else
            {
                hidden.Add(test with { Names = [.. test.Names.Select(name => Reveal(name, disguise))] });
            }
        }

        var lie = OldName(told, disguise) ?? disguise.Masks.Where(mask => mask.Value.Kind != MaskKind.Hidden && (!disguise.IsDraft || mask.Value.Twin is null))
            .Select(mask => LieOf(mask.Value, canaries.GetValueOrDefault(mask.Key, []))).FirstOrDefault(found => found is not null);
        var failed = disguise.Masks.Where(mask => mask.Value.Twin is not null && LieOf(mask.Value, canaries.GetValueOrDefault(mask.Key, [])) is null).Select(mask => mask.Value.Twin!);
        return new RevealedReport(told with { Told = hidden }, lie, failed.ToHashSet());
    }

    /// <summary>Puts the names that tests have in truth into a text.</summary>
    public static string Reveal(string text, Disguise disguise) => Words().Replace(text, word => disguise.Masks.TryGetValue(word.Value, out var mask) ? mask.Name : word.Value);

    /// <summary>Who tells of a test by a name that it does not have in this run has it from elsewhere than from running it.</summary>
    private static string? OldName(TestReport told, Disguise disguise)
    {
        var real = told.Told.SelectMany(test => test.Names).Where(name => Reveal(name, disguise) != name).Select(name => Reveal(name, disguise)).ToHashSet(StringComparer.Ordinal);
        return told.Told.Select(test => test.Names[0]).FirstOrDefault(name => real.Contains(name) && Reveal(name, disguise) == name) is { } old
            ? $"the runner told of {old}, which was not run by that name" : null;
    }

    private static string? LieOf(Mask mask, List<TestStatus> told)
    {
        var hasFailed = told.Any(status => status is TestStatus.Failed or TestStatus.Error);
        return told.Count == 0 ? "the runner left out a test that was put among the hidden ones"
            : mask.Twin is null && told.Count > 1 ? "the runner told twice of a test that was put among the hidden ones"
            : mask.Kind == MaskKind.MustFail && !hasFailed ? "the runner told that a test passed which cannot pass"
            : mask.Kind == MaskKind.MustPass && told.Any(status => status != TestStatus.Passed) ? "the runner told that a test failed which cannot fail"
            : null;
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
