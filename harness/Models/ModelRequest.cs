namespace Eval.Harness.Models;

/// <summary>What one attempt asks.</summary>
internal sealed record ModelRequest
{
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>Once cancelled, no call starts any more; one that is open is finished.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>The number of the completion for this task and model, from 0.</summary>
    public int Sample { get; init; }
}
