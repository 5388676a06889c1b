using Eval.Sandboxes;

namespace Eval.Harness.Options;

/// <summary>Where answers run and what they may use.</summary>
internal sealed record SandboxOptions
{
    /// <summary>auto, roslyn or docker.</summary>
    public required string Kind { get; init; }

    /// <summary>What stands in front of a Python answer that is a full program: prompt, imports or alone.</summary>
    public required string Assembly { get; init; }

    /// <summary>The container runtime; null for the engine's.</summary>
    public string? DockerRuntime { get; init; }

    /// <summary>The image that sandbox images are built on; null for what each Dockerfile names.</summary>
    public string? DockerBase { get; init; }

    public required int AnswersPerContainer { get; init; }

    /// <summary>Answers that run at once.</summary>
    public required int MaxSandboxes { get; init; }

    /// <summary>What one execution may use.</summary>
    public required ResourceLimits Limits { get; init; }
}
