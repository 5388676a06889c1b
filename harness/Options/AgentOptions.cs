namespace Eval.Harness.Options;

/// <summary>How far an agent may go in one attempt.</summary>
internal sealed record AgentOptions
{
    /// <summary>The maximum number of calls of the model. Default: 50.</summary>
    public int MaxSteps { get; init; } = 50;

    /// <summary>No call starts beyond this sum. Default: 3 USD.</summary>
    public decimal CostLimitUsd { get; init; } = 3;

    /// <summary>Time on the clock for the whole attempt. Default: 30 minutes.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time on the clock for one command. Default: 60 s.</summary>
    public TimeSpan CommandTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many replies in a row may hold no single command. Default: 3.</summary>
    public int MaxFormatErrors { get; init; } = 3;

    /// <summary>How many characters of a command's output the model is shown. Default: 10,000.</summary>
    public int ShownChars { get; init; } = 10_000;
}
