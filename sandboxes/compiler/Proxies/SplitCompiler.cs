using Eval.Sandboxes.Compiler.Answers;
using Eval.Sandboxes.Compiler.Frames;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>
/// Parts tests from answers: compiles them against stand-ins for the types of the reference, by itself and once for a task.
/// </summary>
internal static class SplitCompiler
{
    /// <summary>Returns the frame: the tests' assembly, or why there is none.</summary>
    public static byte[] Compile(IReadOnlyList<SourceText> files)
    {
        var reference = AnswerCompiler.Create(AnswerCompiler.Parse(files.Where(file => !file.IsTrusted)));
        if (FirstError(reference.GetDiagnostics()) is { } broken)
        {
            return Refused($"the reference does not compile by itself: {broken}");
        }

        var writer = new ProxyWriter();
        var standIns = CSharpSyntaxTree.ParseText(writer.Write(reference), AnswerCompiler.ParseOptions, "StandIns.cs");
        if (writer.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        var tests = AnswerCompiler.Parse(files.Where(file => file.IsTrusted));
        var compilation = AnswerCompiler.Create([standIns, .. tests]);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            return Refused($"the tests do not compile against stand-ins: {FirstError(result.Diagnostics)}");
        }

        EntryPoint.Append(image);
        var asked = Asked(reference.Assembly.GlobalNamespace).ToHashSet();
        return tests.Select(tree => TestsCheck.Refusal(compilation, tree, asked)).FirstOrDefault(why => why is not null) is { } unable
            ? Refused(unable)
            : CompilerFrames.Write(output =>
            {
                output.Write((byte)0);
                output.Write(checked((int)image.Length));
                output.Write(image.GetBuffer(), 0, checked((int)image.Length));
            });
    }

    private static IEnumerable<string> Asked(INamespaceOrTypeSymbol space) => space.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => Asked(inner),
        INamedTypeSymbol type => Asked(type).Prepend(type.ToDisplayString()),
        _ => [],
    });

    private static string? FirstError(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error
            ? $"{error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} "
            + $"({error.Location.SourceTree?.FilePath}:{error.Location.GetLineSpan().StartLinePosition.Line + 1})" : null;

    private static byte[] Refused(string why) => CompilerFrames.Write(output =>
    {
        output.Write((byte)1);
        output.Write(why);
    });
}
