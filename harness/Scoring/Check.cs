using System.Text.Json;

namespace Eval.Harness.Scoring;

/// <summary>What one check of a driver must show.</summary>
internal sealed record Check
{
    /// <summary>The call or assertion as a reader knows it.</summary>
    public required string Text { get; init; }

    /// <summary>The expected value; null when an exception is expected or the check is an assertion.</summary>
    public JsonElement? Expected { get; init; }

    /// <summary>The expected exception's type name.</summary>
    public string? Throws { get; init; }

    /// <summary>Whether the task asks for the type of <see cref="Throws"/>, so that it is one of the answer's.</summary>
    public bool AsksForThrownType { get; init; }

    public double Tolerance { get; init; }

    public bool Unordered { get; init; }

    /// <summary>Whether a production verifier may use it.</summary>
    public bool Visible { get; init; }

    /// <summary>Whether the compared value is one that a method is called on, so that null throws.</summary>
    public bool IsOnReceiver { get; init; }

    /// <summary>Whether the check may be left out because it stands in a branch or loop.</summary>
    public bool Optional { get; init; }
}
