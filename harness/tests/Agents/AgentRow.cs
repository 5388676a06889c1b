namespace Eval.Harness.Tests.Agents;

/// <summary>What became of one attempt of an agent.</summary>
/// <param name="Agent">Whose attempt it is.</param>
/// <param name="Task">The number of the task.</param>
/// <param name="Found">What became of it.</param>
/// <param name="Error">What the program says about it.</param>
/// <param name="ContainersLeft">How many containers its run has left behind.</param>
internal sealed record AgentRow(ScriptedAgent Agent, int Task, AgentOutcome Found, string? Error, int ContainersLeft)
{
    /// <summary>How many calls were made when the run was resumed; null where it was not.</summary>
    public int? CallsOnResume { get; init; }

    public AgentOutcome Expected => Agent.ExpectedOn(Task);

    /// <summary>What is the model's doing is not asked again, and everything else is.</summary>
    public bool IsAsExpected =>
        Found == Expected && ContainersLeft == 0 && (CallsOnResume is null || CallsOnResume > 0 == (Expected.Blame != AgentOutcome.Model));
}
