namespace Eval.Sandboxes.Docker;

/// <summary>A container ended or hangs; why is not known yet.</summary>
internal sealed class RunnerLostException(string said) : Exception("A container was lost: " + said)
{
    /// <summary>What it said last, if anything.</summary>
    public string Said => said;
}
