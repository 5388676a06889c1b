namespace Eval.Sandboxes;

/// <summary>One thing the driver reported about one check.</summary>
public sealed record Observation
{
    /// <summary>Gets the number of the check or the canary, given by the driver's author.</summary>
    public required int Check { get; init; }

    /// <summary>Gets what was seen.</summary>
    public required ObservationKind Kind { get; init; }

    /// <summary>
    /// Gets the value as canonical JSON for <see cref="ObservationKind.Value"/>; the exception's type names from the thrown type up to
    /// <c>Exception</c>, joined by <c>&lt;</c> and for C# with <c>[Assembly]</c> before those that are not the runtime's, for
    /// <see cref="ObservationKind.Exception"/>; a message for
    /// <see cref="ObservationKind.Failed"/>; the positions of the values that held, joined by commas, for
    /// <see cref="ObservationKind.Canary"/>.
    /// </summary>
    public string Text { get; init; } = "";

    /// <summary>Gets the exception's message, or the value compared with canaries, shortened; untrusted text.</summary>
    public string? Message { get; init; }
}
