namespace Eval.Harness.Runs;

/// <summary>What would come of a run cannot be kept on this machine, for all these reasons; each sentence says what to do.</summary>
internal sealed class OutputException(IReadOnlyList<string> reasons) : Exception(string.Join('\n', reasons))
{
    public IReadOnlyList<string> Reasons => reasons;
}
