using System.Reflection.PortableExecutable;
using Basic.Reference.Assemblies;
using Eval.Sandboxes.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Eval.Sandboxes.Compiler;

/// <summary>Compiles an answer with its driver against the reference assemblies of .NET 10. Reads no file and runs nothing.</summary>
internal static class AnswerCompiler
{
    private const int MostDiagnostics = 50;
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Regular, ["DEBUG", "TRACE"]);

    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        string.Concat(new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" }
            .Select(name => $"global using global::{name};\n")), ParseOptions, "ImplicitUsings.cs");

    private static readonly MetadataReference[] References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "..", "worker", "Eval.Sandboxes.Worker.dll"))];

    /// <summary>Returns the answer's frame: an assembly, or diagnostics, or why it is refused.</summary>
    public static byte[] Compile(IReadOnlyList<SourceText> files, CompileOptions request)
    {
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Name)).ToList();
        var untrusted = trees.Where((_, index) => !files[index].IsTrusted).ToHashSet();
        // Top-level statements compile in a program only; a program without them compiles as a library.
        var isProgram = trees.Any(tree => ((CompilationUnitSyntax)tree.GetRoot()).Members.Any(member => member is GlobalStatementSyntax));
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release, allowUnsafe: false, nullableContextOptions: NullableContextOptions.Disable,
            concurrentBuild: false, deterministic: true, strongNameProvider: null, xmlReferenceResolver: null, sourceReferenceResolver: null);
        var compilation = CSharpCompilation.Create("Answer", trees.Append(ImplicitUsings), References, options);
        if (TakenNames.Find(compilation, untrusted, request.SharesProcess) is { } taken)
        {
            return Failed([("EVAL0002", taken, "Answer.cs", 1, 1)]);
        }

        using var image = new MemoryStream();
        // No PDB: it would cost two fifths more.
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            return Failed(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(MostDiagnostics).Select(Describe).ToList());
        }

        if (request.SharesProcess && OwnEquality.Find(compilation, untrusted, request.AskedTypes) is { } deciding)
        {
            return Failed([("EVAL0003", deciding, "Answer.cs", 1, 1)]);
        }

        image.Position = 0;
        if (request.SharesProcess && ReflectionScan.Find(new PEReader(image, PEStreamOptions.LeaveOpen)) is { } used)
        {
            return CompilerFrames.Write(writer =>
            {
                writer.Write((byte)2);
                writer.Write(used);
            });
        }

        return CompilerFrames.Write(writer =>
        {
            writer.Write((byte)0);
            writer.Write(checked((int)image.Length));
            writer.Write(image.GetBuffer(), 0, checked((int)image.Length));
        });
    }

    private static (string Id, string Message, string File, int Line, int Column) Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        return (diagnostic.Id, diagnostic.GetMessage(), place.Path ?? "", place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1);
    }

    private static byte[] Failed(List<(string Id, string Message, string File, int Line, int Column)> diagnostics) => CompilerFrames.Write(writer =>
    {
        writer.Write((byte)1);
        writer.Write(diagnostics.Count);
        foreach (var (id, message, file, line, column) in diagnostics)
        {
            writer.Write(id);
            writer.Write(message);
            writer.Write(file);
            writer.Write(line);
            writer.Write(column);
        }
    });
}
