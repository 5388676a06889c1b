namespace Eval.Harness.Replies;

/// <summary>A logical line of Python.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Indent">How far it is indented.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="IsValid">Whether its strings and brackets end.</param>
internal sealed record PythonLine(int Start, int End, int Indent, IReadOnlyList<CodeToken> Tokens, bool IsValid);
