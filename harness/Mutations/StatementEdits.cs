using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Mutations;

/// <summary>Removes assignments, calls, jumps and yielded values.</summary>
internal static class StatementEdits
{
    public static IEnumerable<Edit> Find(SyntaxNode node)
    {
        var removable = node switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } } =>
                false,
            ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => !Exclusions.Covers(call),
            ExpressionStatementSyntax => true,
            BreakStatementSyntax => !EndsSwitchSection(node),
            ContinueStatementSyntax => !EndsLoop(node),
            YieldStatementSyntax yielded => yielded.Expression is not null || !EndsMember(node),
            _ => false,
        };
        if (removable)
        {
            yield return new Edit("statement", node.Span, ";");
        }
    }

    // A section of a switch must not run into the next one: without its break it does not compile.
    private static bool EndsSwitchSection(SyntaxNode statement) =>
        statement.Parent is SwitchSectionSyntax
            || (statement.Parent is BlockSyntax { Parent: SwitchSectionSyntax } block && IsLast(block, statement));

    // At the end of a loop's body, or of a branch that ends it, the next round starts anyway.
    private static bool EndsLoop(SyntaxNode statement) => statement.Parent switch
    {
        WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or DoStatementSyntax => true,
        BlockSyntax block => IsLast(block, statement) && EndsLoop(block),
        IfStatementSyntax branch => EndsLoop(branch),
        ElseClauseSyntax { Parent: IfStatementSyntax branch } => EndsLoop(branch),
        _ => false,
    };

    private static bool EndsMember(SyntaxNode statement) =>
        statement.Parent is BlockSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax
            or AccessorDeclarationSyntax } block
        && IsLast(block, statement);

    private static bool IsLast(BlockSyntax block, SyntaxNode statement) => block.Statements[^1] == statement;
}
