namespace Eval.Harness.TestResults;

/// <summary>How the listed tests came out, in the order of the lists.</summary>
internal sealed record TestComparison(
    IReadOnlyList<string> FailToPassSucceeded, IReadOnlyList<string> FailToPassFailed, IReadOnlyList<string> PassToPassSucceeded,
        IReadOnlyList<string> PassToPassFailed)
{
    public bool IsResolved => FailToPassSucceeded.Count > 0 && FailToPassFailed.Count == 0 && PassToPassFailed.Count == 0;
}
