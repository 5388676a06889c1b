using Eval.Harness.Scoring.TestCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>A method of a test class with what its assertions expect.</summary>
internal sealed class TestMethod
{
    private readonly MethodDeclarationSyntax _method;
    private readonly IReadOnlyList<IReadOnlyList<ExpressionSyntax>> _rows;

    public TestMethod(MethodDeclarationSyntax method)
    {
        (_method, _rows) = (method, XunitAttributes.Rows(method));
        var names = method.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText).ToHashSet();
        var assertions = method.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => ConstantAssertion.Read(call, names)).OfType<ConstantAssertion>().ToList();
        Literals = assertions.Where(assertion => CanaryConstants.Read(assertion.Expected) is not null).ToList();
        Parameters = method.ParameterList.Parameters.Select((parameter, index) => Read(parameter, index, assertions)).OfType<RowParameter>()
            .ToList();
    }

    /// <summary>The assertions with a constant in them.</summary>
    public IReadOnlyList<ConstantAssertion> Literals { get; }

    /// <summary>The parameters that only say what is expected.</summary>
    public IReadOnlyList<RowParameter> Parameters { get; }

    /// <summary>Returns whether an assertion is a statement that every passing run of the test comes to.</summary>
    public bool IsRequired(InvocationExpressionSyntax call)
    {
        var whole = call.Parent is AwaitExpressionSyntax awaited ? awaited : (SyntaxNode)call;
        if (_rows.Count == 0)
        {
            return false;
        }

        if (whole.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax })
        {
            return true;
        }

        return whole.Parent is ExpressionStatementSyntax statement
            && statement.Ancestors().TakeWhile(node => node != _method).All(node => node is BlockSyntax or UsingStatementSyntax)
            && !Own(_method).TakeWhile(node => node.SpanStart < statement.SpanStart).Any(IsJump);
    }

    private static bool IsJump(SyntaxNode node) =>
        node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax or YieldStatementSyntax;

    /// <summary>The nodes of the method itself, without those of functions within it.</summary>
    private static IEnumerable<SyntaxNode> Own(SyntaxNode node) =>
        node.DescendantNodes(inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    private RowParameter? Read(ParameterSyntax parameter, int index, List<ConstantAssertion> assertions)
    {
        var name = parameter.Identifier.ValueText;
        var uses = assertions.Where(assertion => assertion.Expected is IdentifierNameSyntax expected
            && expected.Identifier.ValueText == name).ToList();
        var type = (parameter.Type is NullableTypeSyntax nullable ? nullable.ElementType : parameter.Type)?.ToString() ?? "";
        var mentions = _method.DescendantNodes().OfType<IdentifierNameSyntax>().Count(node => node.Identifier.ValueText == name);
        if (uses.Count == 0 || uses.Count != mentions || uses.Select(use => use.MinDistance).Distinct().Count() > 1
            || parameter.Modifiers.Count > 0 || (parameter.Type is NullableTypeSyntax && type != "string")
            || _rows.Any(row => row.Count <= index))
        {
            return null;
        }

        var rows = _rows.Select(row => (Argument: row[index], Constant: CanaryConstants.ReadAs(type, row[index], uses[0].MinDistance)))
            .ToList();
        return rows.Count == 0 || rows.Exists(row => row.Constant is null) ? null
            : new RowParameter(parameter, type, uses, [.. rows.Select(row => (row.Argument, row.Constant!))]);
    }
}
