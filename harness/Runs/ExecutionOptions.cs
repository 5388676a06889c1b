using Eval.Harness.Options;

namespace Eval.Harness.Runs;

/// <summary>What the execution of a run needs to know of its options.</summary>
internal sealed record ExecutionOptions
{
    public required RunLimits Limits { get; init; }

    public required ModelSetOptions Calls { get; init; }

    public required RunOutput Output { get; init; }

    /// <summary>Whether the data sets' own solutions are scored before anything is asked.</summary>
    public required bool ChecksTasks { get; init; }

    /// <summary>Whether an earlier reply to the same request is taken instead of a call.</summary>
    public required bool UsesCache { get; init; }

    /// <summary>Whether every stored reply is scored again.</summary>
    public required bool Rescores { get; init; }

    public static ExecutionOptions From(RunOptions options) => new()
    {
        Limits = new RunLimits
        {
            MaxConnections = options.MaxConnections,
            MaxSandboxes = options.Sandboxes.MaxSandboxes,
            BudgetUsd = options.BudgetUsd,
            AgentCostLimitUsd = options.Issues.IsAgent ? options.Agent.CostLimitUsd : null,
        },
        Calls = new ModelSetOptions { MaxConnections = options.MaxConnections, Record = options.Record, Replay = options.Replay },
        Output = new RunOutput(options.Out, options.Report),
        ChecksTasks = options.Check,
        UsesCache = options.Cache,
        Rescores = options.Rescore,
    };
}
