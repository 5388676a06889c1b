using Eval.Datasets;

namespace Eval.Harness.Simulation;

/// <summary>What a simulated endpoint serves.</summary>
internal sealed record SimulatedServerOptions
{
    /// <summary>The tasks it can answer.</summary>
    public required IReadOnlyList<FunctionTask> Tasks { get; init; }

    /// <summary>The user message a task is asked with; a request is recognised by it.</summary>
    public required Func<FunctionTask, string> UserMessage { get; init; }

    /// <summary>The issues it can work on. Default: none.</summary>
    public IReadOnlyList<IssueTask> Issues { get; init; } = [];

    public ulong Seed { get; init; } = 1;

    /// <summary>What is different today, by the name of the model. Default: nothing.</summary>
    public IReadOnlyDictionary<string, SimulatedIncident> Incidents { get; init; } = new Dictionary<string, SimulatedIncident>();

    /// <summary>0: any free port.</summary>
    public int Port { get; init; }
}
