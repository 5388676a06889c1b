using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Harness.Scoring.TestCode;

/// <summary>A task's test program, or its reference, cannot be used as it means to be.</summary>
internal sealed class TestProgramException(int line, string problem, string program = "test program")
    : Exception($"line {line} of its {program}: {problem}")
{
    /// <summary>Parses a test program and refuses one that would not compile.</summary>
    public static CompilationUnitSyntax Parse(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code);
        var error = tree.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null
            ? tree.GetCompilationUnitRoot()
            : throw new TestProgramException(error.Location.GetLineSpan().StartLinePosition.Line + 1,
                error.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.'));
    }
}
