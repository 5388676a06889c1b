namespace Eval.Results.Tables;

/// <summary>
/// A table of outcomes cannot be read as it is; the message names file, line and field of each mistake and what to write.
/// </summary>
public sealed class OutcomeTableException(string message) : Exception(message);
