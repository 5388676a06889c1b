namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A key with its value, as they were read.</summary>
internal sealed record ReadPair(object? Key, object? Value);
