namespace Eval.Routing.Policies;

/// <summary>A policy file cannot be read as it is; the message names file and field and what to write.</summary>
public sealed class PolicyFormatException(string message) : Exception(message);
