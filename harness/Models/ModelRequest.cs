namespace Eval.Harness.Models;

/// <summary>What one attempt asks.</summary>
internal sealed record ModelRequest
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Once cancelled, no call starts any more; one that is open is finished.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The number of the completion for this task and model, from 0.</summary>
    public int Sample { get; init; }

    /// <summary>Whether a failure is not tried again, because whoever asks has another way to go on.</summary>
    public bool IsTriedOnce { get; init; }

    /// <summary>How long the answer may take to begin; null: as long as the endpoint is usually given.</summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>How many tokens the answer may have where that is less than the model's own limit; null: as that says.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Returns how many tokens a model's answer may have; null: as its endpoint says.</summary>
    public int? MaxOutputTokensOf(ModelSpec model) =>
        MaxOutputTokens is { } mine && model.Parameters.OutputLimit is { } its
            ? Math.Min(mine, its) : MaxOutputTokens ?? model.Parameters.OutputLimit;

    /// <summary>What a routing policy needs to know of the request; null where it only knows the messages.</summary>
    public RequestContext? Context { get; init; }
}
