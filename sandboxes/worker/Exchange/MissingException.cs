namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>The answer has no member that fits a call.</summary>
internal sealed class MissingException(string message) : Exception(message);
