using Eval.Harness.Options;

namespace Eval.Harness.Planning;

/// <summary>What a forecast needs to know of a run's options.</summary>
internal sealed record ForecastOptions
{
    /// <summary>Whether stored or recorded replies are taken, so that no model is asked.</summary>
    public bool AsksNothing { get; init; }

    /// <summary>Open calls per model; null where they adapt to the endpoint.</summary>
    public int? MaxConnections { get; init; }

    public required SandboxOptions Sandboxes { get; init; }

    public required IssueOptions Issues { get; init; }

    public static ForecastOptions From(RunOptions options) => new()
    {
        AsksNothing = options.Replay is not null || options.Rescore,
        MaxConnections = options.MaxConnections,
        Sandboxes = options.Sandboxes,
        Issues = options.Issues,
    };
}
