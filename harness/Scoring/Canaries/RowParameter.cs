using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>A parameter of a theory that only says what is expected.</summary>
/// <param name="Declaration">The parameter.</param>
/// <param name="Type">Its C# type.</param>
/// <param name="Uses">The assertions that compare with it; it stands nowhere else.</param>
/// <param name="Rows">What each row expects.</param>
internal sealed record RowParameter(
    ParameterSyntax Declaration, string Type, IReadOnlyList<ConstantAssertion> Uses,
        IReadOnlyList<(ExpressionSyntax Argument, CanaryConstant Constant)> Rows)
{
    /// <summary>Gets its name.</summary>
    public string Name => Declaration.Identifier.Text;
}
