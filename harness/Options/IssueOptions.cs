namespace Eval.Harness.Options;

/// <summary>How models work on issues, and how their patches are tested.</summary>
internal sealed record IssueOptions
{
    public const string AgentScaffold = "agent";
    public const string SingleScaffold = "single";

    /// <summary>agent or single.</summary>
    public required string Scaffold { get; init; }

    /// <summary>Whether a model works as an agent, in many calls; it is asked once otherwise.</summary>
    public bool IsAgent => Scaffold == AgentScaffold;

    /// <summary>The form that a patch is asked for in, where a model is asked once.</summary>
    public required string EditFormat { get; init; }

    /// <summary>How far an agent may go.</summary>
    public required AgentOptions Agent { get; init; }

    /// <summary>Where repositories are cloned from.</summary>
    public required string Repositories { get; init; }

    /// <summary>Time on the clock for all tests of one patch.</summary>
    public required TimeSpan TestTimeout { get; init; }
}
