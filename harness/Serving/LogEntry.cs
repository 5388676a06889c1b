using Eval.Results.Records;

namespace Eval.Harness.Serving;

/// <summary>What is logged of a request.</summary>
internal sealed record LogEntry
{
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The model that was asked for; null where the request could not be read.</summary>
    public string? Model { get; init; }

    public IReadOnlyDictionary<string, string> Features { get; init; } = new Dictionary<string, string>();

    /// <summary>The feature that was read from the prompt, because the caller did not declare it; null when nothing was.</summary>
    public string? Classified { get; init; }

    public bool IsStream { get; init; }

    /// <summary>The status the client got; 499 when it had gone.</summary>
    public int Status { get; init; }

    /// <summary>Why not all went well.</summary>
    public string? Error { get; init; }

    /// <summary>How many keys of ours the endpoint's answer held.</summary>
    public int KeysRemoved { get; init; }

    public PolicyPath Path { get; init; } = new();

    public double? TtftMs { get; init; }

    public double Ms { get; init; }

    /// <summary>The request's body; null unless prompts are logged.</summary>
    public ReadOnlyMemory<byte>? Request { get; init; }
}
