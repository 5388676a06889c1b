namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What comes back from a call.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Content">What follows.</param>
internal sealed record Reply(MessageKind Kind, WireReader Content);
