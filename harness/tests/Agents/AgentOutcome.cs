using Eval.Results.Records;

namespace Eval.Harness.Tests.Agents;

/// <summary>What became of an agent's attempt.</summary>
/// <param name="Verdict">The verdict; null where the model was given up before one was due.</param>
/// <param name="ExitStatus">How its trajectory ended; null where no call of it succeeded.</param>
internal sealed record AgentOutcome(Verdict? Verdict, string? ExitStatus)
{
    /// <summary>What it is called when an outcome counts as an answer.</summary>
    public const string Model = "model";

    /// <summary>The model was given up before anything of it was judged.</summary>
    public static readonly AgentOutcome NeverAsked = new(null, null);

    /// <summary>The model was given up in the middle of its work.</summary>
    public static readonly AgentOutcome GivenUp = new(null, Trajectory.Unfinished);

    /// <summary>Whose doing it is said to be: what counts as an answer is the model's.</summary>
    public string Blame => Verdict switch
    {
        null or Results.Records.Verdict.Skipped or Results.Records.Verdict.ProviderError => "endpoint",
        Results.Records.Verdict.SandboxError => "machine",
        _ => Model,
    };

    public override string ToString() => $"{Verdict?.Name() ?? "not evaluated"}{(ExitStatus is null ? "" : $" ({ExitStatus})")}";
}
