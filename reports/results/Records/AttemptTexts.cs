namespace Eval.Results.Records;

/// <summary>The long texts behind an attempt. All of them may be hostile.</summary>
public sealed record AttemptTexts
{
    /// <summary>Gets the messages sent, as readable text.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Gets the visible reply as received.</summary>
    public string? Reply { get; init; }

    /// <summary>Gets the reasoning the endpoint streamed apart.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Gets the code that was chosen from the reply.</summary>
    public string? Code { get; init; }

    /// <summary>
    /// Gets how the patch of an issue task fared, JSON of <see cref="IssueGrading"/>; <see langword="null"/> for other tasks.
    /// </summary>
    public string? Grading { get; init; }

    /// <summary>
    /// Gets the steps of an agent, JSON of <see cref="Records.Trajectory"/>; <see langword="null"/> where a model was asked once.
    /// </summary>
    public string? Trajectory { get; init; }

    /// <summary>
    /// Gets the calls a routing policy made, JSON of <see cref="PolicyPath"/>; <see langword="null"/> where a model was asked itself.
    /// </summary>
    public string? Calls { get; init; }

    /// <summary>Gets what the sandbox told: diagnostics, failed checks, printed output.</summary>
    public string? Output { get; init; }
}
