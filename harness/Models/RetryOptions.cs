namespace Eval.Harness.Models;

/// <summary>How patiently an endpoint is asked again.</summary>
internal sealed record RetryOptions
{
    /// <summary>Default: 6, the first one included.</summary>
    public int MaxTries { get; init; } = 6;

    /// <summary>The longest wait after the first failure; doubles with each. Default: 1 s.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Default: 60 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest Retry-After that is waited for. Default: 5 min.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
