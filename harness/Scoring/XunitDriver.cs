using System.Text;
using Eval.Datasets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring;

/// <summary>Writes the driver of a task whose tests are an xunit class: one check per fact and per row of a theory.</summary>
internal static class XunitDriver
{
    public static TestDriver Create(ProgramTests tests)
    {
        var root = CSharpSyntaxTree.ParseText(tests.Code).GetCompilationUnitRoot();
        var checks = new List<Check>();
        var body = new StringBuilder();
        foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            foreach (var arguments in Rows(method))
            {
                var type = TypeName(method);
                var isAsync = method.ReturnType.ToString() is "Task" or "ValueTask" or "System.Threading.Tasks.Task";
                var call = method.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)) ? $"{type}.{method.Identifier.Text}({arguments})"
                    : $"new {type}().{method.Identifier.Text}({arguments})";
                body.Append(isAsync
                    ? $"        global::Eval.Runtime.Checks.RunAsync({checks.Count}, async () => await {call});\n"
                    : $"        global::Eval.Runtime.Checks.Run({checks.Count}, () => {call});\n");
                checks.Add(new Check { Text = $"{method.Identifier.Text}({arguments})" });
            }
        }

        var source = $"internal static class EvalDriver\n{{\n    public static void Run()\n    {{\n{body}    }}\n}}\n";
        return new TestDriver(source, checks) { HasAssertions = true, TestSource = tests.Code };
    }

    private static IEnumerable<string> Rows(MethodDeclarationSyntax method)
    {
        var attributes = method.AttributeLists.SelectMany(list => list.Attributes).ToList();
        if (attributes.Any(attribute => attribute.Name.ToString() is "Fact" or "Xunit.Fact" or "FactAttribute"))
        {
            return [""];
        }

        return attributes.Where(attribute => attribute.Name.ToString() is "InlineData" or "Xunit.InlineData")
            .Select(attribute => string.Join(", ", attribute.ArgumentList?.Arguments.Select(argument => argument.ToString()) ?? []));
    }

    private static string TypeName(MethodDeclarationSyntax method)
    {
        var parts = method.Ancestors().Select(ancestor => ancestor switch
        {
            TypeDeclarationSyntax type => type.Identifier.Text,
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            _ => null,
        }).Where(name => name is not null).Reverse();
        return "global::" + string.Join('.', parts);
    }
}
