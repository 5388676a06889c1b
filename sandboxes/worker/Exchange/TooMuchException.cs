namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A value is larger than a message may be.</summary>
internal sealed class TooMuchException() : Exception("more than a message may hold");
