using Eval.Results.Records;
using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>Says what decided about an answer: the one place that knows it.</summary>
internal static class Judges
{
    /// <param name="driver">The tests.</param>
    /// <param name="result">What a sandbox saw of them.</param>
    /// <param name="testsAreApart">Whether the language's tests run in a process of their own.</param>
    public static Judge From(TestDriver driver, ExecutionResult result, bool testsAreApart) =>
        driver.Canaries is { GuessProbability: < 1 } canaries ? Judge.Canary(canaries.GuessProbability)
        : result.CheckLocation == CheckLocation.Inside || !testsAreApart ? Judge.Inside
        : result.CheckLocation == CheckLocation.OutsideEqualityByAnswer || result.EqualityByAnswer ? Judge.OutsideEqualityByAnswer
        : Judge.Outside;
}
