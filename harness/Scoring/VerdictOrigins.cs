using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>Says what decided about an answer: the one place that knows it.</summary>
internal static class VerdictOrigins
{
    /// <param name="driver">The tests.</param>
    /// <param name="result">What a sandbox saw of them.</param>
    /// <param name="testsAreApart">Whether the language's tests run in a process of their own.</param>
    public static VerdictOrigin From(TestDriver driver, ExecutionResult result, bool testsAreApart) =>
        driver.Canaries is { GuessProbability: < 1 } canaries ? VerdictOrigin.Canary(canaries.GuessProbability)
        : result.CheckLocation == CheckLocation.Inside || !testsAreApart ? VerdictOrigin.Inside
        : result.CheckLocation == CheckLocation.OutsideEqualityByAnswer || result.EqualityByAnswer ? VerdictOrigin.OutsideEqualityByAnswer
        : VerdictOrigin.Outside;
}
