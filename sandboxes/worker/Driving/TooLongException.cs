namespace Eval.Sandboxes.Worker.Driving;

/// <summary>A value is longer than may be told.</summary>
internal sealed class TooLongException : Exception;
