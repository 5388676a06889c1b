using Microsoft.CodeAnalysis.Text;

namespace Eval.Harness.Mutations;

/// <summary>One small change of a source text.</summary>
/// <param name="Operator">The kind of change, see <see cref="Mutant.Operator"/>.</param>
/// <param name="Span">The text that is replaced.</param>
/// <param name="After">The text that takes its place.</param>
internal sealed record Edit(string Operator, TextSpan Span, string After);
