using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Issues;

/// <summary>What an agent is to work on.</summary>
internal sealed record AgentRequest
{
    public required IssueTask Task { get; init; }

    public required IModel Model { get; init; }

    public int Sample { get; init; }

    /// <summary>What a policy goes by, the same for all calls of the attempt, so that it is one choice that is held.</summary>
    public RequestContext? Context { get; init; }

    /// <summary>The attempt as a part of the run that was ended had left it; null to begin anew.</summary>
    public Attempt? Earlier { get; init; }

    /// <summary>Keeps what has been paid for, after each call and before anything is done with the reply.</summary>
    public Func<AgentResult, Task> KeepAsync { get; init; } = _ => System.Threading.Tasks.Task.CompletedTask;
}
