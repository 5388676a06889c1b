namespace Eval.Harness.Replies;

/// <summary>A type that an answer declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="IsGeneric">Whether it has type parameters.</param>
internal sealed record AnswerType(string Name, string Namespace, bool IsGeneric);
