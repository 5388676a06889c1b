using System.Globalization;
using Eval.Harness.Scoring.TestCode;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>
/// Takes the expected values out of a class of xunit tests: what an assertion finds is compared with several values, in an order that is
/// drawn for each execution, and only this process knows which must hold.
/// </summary>
internal sealed class CanaryTests
{
    private const string Drawn = $"global::{TestNamespace.Name}.{CanarySheet.TypeName}";

    private readonly Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>> _replacements = [];
    private readonly List<(CanarySite Site, CanaryGroup Group)> _sites = [];
    private readonly string _task;
    private readonly DecoyNumbers _decoys;
    private IReadOnlyList<CanaryGroup> _groups = [];
    private int _protected;

    private CanaryTests(string task, DecoyNumbers decoys)
    {
        (_task, _decoys) = (task, decoys);
    }

    /// <summary>Returns the tests with canaries, and what they are; null where no assertion compares with a constant.</summary>
    /// <param name="task">What the made-up values belong to.</param>
    /// <param name="root">The tests.</param>
    /// <param name="decoys">Makes values up.</param>
    public static (CompilationUnitSyntax Root, CanarySheet Sheet)? Create(string task, CompilationUnitSyntax root, DecoyNumbers decoys) =>
        new CanaryTests(task, decoys).Rewrite(root);

    private (CompilationUnitSyntax Root, CanarySheet Sheet)? Rewrite(CompilationUnitSyntax root)
    {
        var methods = root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => new TestMethod(method)).ToList();
        var elsewhere = root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => !call.Ancestors().OfType<MethodDeclarationSyntax>().Any())
            .Select(call => ConstantAssertion.Read(call, new HashSet<string>())).OfType<ConstantAssertion>().ToList();
        var literals = methods.SelectMany(method => method.Literals).Concat(elsewhere).ToList();
        var rows = methods.SelectMany(method => method.Parameters).SelectMany(parameter => parameter.Rows.Select(row => row.Constant));
        _groups = CanaryGroup.Create(_task, literals.Select(Constant).Concat(rows), _decoys);
        foreach (var literal in literals)
        {
            AddLiteral(literal, methods.Find(method => method.Literals.Contains(literal))?.IsRequired(literal.Call) == true);
        }

        foreach (var (method, parameter) in methods.SelectMany(method => method.Parameters.Select(parameter => (method, parameter))))
        {
            AddParameter(method, parameter);
        }

        var assertions = root.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(ConstantAssertion.IsAssertion);
        return _sites.Count == 0 ? null
            : (root.ReplaceNodes(_replacements.Keys, (original, rewritten) => _replacements[original](rewritten)),
                new CanarySheet(_sites, assertions, _protected));
    }

    private void AddLiteral(ConstantAssertion assertion, bool isRequired)
    {
        var constant = Constant(assertion);
        if (GroupOf(constant) is not { } group)
        {
            return;
        }

        var number = _sites.Count;
        _sites.Add((new CanarySite(number, constant, assertion.Call.ToString(), isRequired), group));
        Replace(assertion, $"{Drawn}.I{number}", index => $"{Drawn}.C{number}_{index}");
    }

    private void AddParameter(TestMethod method, RowParameter parameter)
    {
        if (parameter.Rows.Any(row => GroupOf(row.Constant) is null))
        {
            return;
        }

        var isRequired = parameter.Uses.Any(use => method.IsRequired(use.Call));
        foreach (var (argument, constant) in parameter.Rows)
        {
            var number = _sites.Count;
            _sites.Add((new CanarySite(number, constant, $"{parameter.Uses[0].Call} with {constant.Text}", isRequired, IsRow: true),
                GroupOf(constant)!));
            _replacements[argument] = _ => SyntaxFactory.ParseExpression($"{Drawn}.R{number}");
        }

        _replacements[parameter.Declaration.Type!] = type =>
            SyntaxFactory.ParseTypeName($"global::Eval.Runtime.Candidates<{parameter.Type}>").WithTriviaFrom(type);
        foreach (var use in parameter.Uses)
        {
            Replace(use, $"{parameter.Name}.Id", index => $"{parameter.Name}[{index}]");
        }
    }

    private void Replace(ConstantAssertion assertion, string id, Func<int, string> value)
    {
        _protected++;
        var seen = $"evalSeen{_replacements.Count.ToString(CultureInfo.InvariantCulture)}";
        var comparisons = string.Join(", ", Enumerable.Range(0, CanaryGroup.Places).Select(index => assertion.Compare(value(index), seen)));
        _replacements[assertion.Call] = call =>
            SyntaxFactory.ParseExpression(
                $"global::Eval.Runtime.Canaries.Tell({id}, {assertion.Actual}, {seen} => new bool[] {{ {comparisons} }})")
                .WithTriviaFrom(call);
    }

    private CanaryGroup? GroupOf(CanaryConstant constant) =>
        _groups.FirstOrDefault(group => group.Values[0].Kind == constant.Kind && group.Expects(constant));

    private static CanaryConstant Constant(ConstantAssertion assertion) => CanaryConstants.Read(assertion.Expected, assertion.MinDistance)!;
}
