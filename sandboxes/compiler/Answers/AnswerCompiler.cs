using System.Reflection.PortableExecutable;
using Basic.Reference.Assemblies;
using Eval.Sandboxes.Compiler.Frames;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>Compiles an answer with its driver against the reference assemblies of .NET 10. Reads no file and runs nothing.</summary>
internal static class AnswerCompiler
{
    private const int MaxDiagnostics = 50;

    /// <summary>A name in a message is as long as the answer makes it.</summary>
    private const int MaxMessageChars = 1000;

    /// <summary>How an answer is parsed, wherever it is: what is looked at must be what is compiled.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Regular,
        ["DEBUG", "TRACE"]);

    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        string.Concat(new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks" }
            .Select(name => $"global using global::{name};\n")), ParseOptions, "ImplicitUsings.cs");

    private static readonly MetadataReference[] References =
        [.. Net100.References.All,
            MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "..", "worker", "Eval.Sandboxes.Worker.dll"))];

    /// <summary>Returns the answer's frame: an assembly, or diagnostics, or why it is refused.</summary>
    /// <param name="files">The answer and what is trusted.</param>
    /// <param name="request">What is asked of the answer beside that it compiles.</param>
    /// <param name="isApart">Whether what is trusted runs in another process: it is only looked at whether it fits the answer.</param>
    public static byte[] Compile(IReadOnlyList<SourceText> files, CompileOptions request, bool isApart = false)
    {
        var trees = Parse(files);
        var untrusted = trees.Where((_, index) => !files[index].IsTrusted).ToHashSet();
        var tests = isApart ? trees.Where((_, index) => files[index].IsTrusted).ToList() : [];
        var compilation = Create(trees.Except(tests));
        if (TakenNames.Find(compilation, untrusted, request.SharesProcess) is { } taken)
        {
            return Failed([("EVAL0002", taken, "Answer.cs", 1, 1)]);
        }

        using var image = new MemoryStream();
        // No PDB: it would cost two fifths more.
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            return Failed(Errors(result.Diagnostics));
        }

        // Tests that run elsewhere must fit the answer all the same.
        var whole = compilation.AddSyntaxTrees(tests);
        if (Errors(tests.SelectMany(tree => whole.GetSemanticModel(tree).GetDiagnostics())) is { Count: > 0 } unfit)
        {
            return Failed(unfit);
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

        EntryPoint.Append(image);
        return CompilerFrames.Write(writer =>
        {
            writer.Write((byte)0);
            writer.Write(checked((int)image.Length));
            writer.Write(image.GetBuffer(), 0, checked((int)image.Length));
        });
    }

    public static List<SyntaxTree> Parse(IEnumerable<SourceText> files) =>
        files.Select(file => CSharpSyntaxTree.ParseText(file.Text, ParseOptions, file.Name)).ToList();

    public static CSharpCompilation Create(IEnumerable<SyntaxTree> trees)
    {
        var all = trees.ToList();
        // Top-level statements compile in a program only; a program without them compiles as a library.
        var isProgram = all.Any(tree => ((CompilationUnitSyntax)tree.GetRoot()).Members.Any(member => member is GlobalStatementSyntax));
        var options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release, allowUnsafe: false, nullableContextOptions: NullableContextOptions.Disable,
            concurrentBuild: false, deterministic: true, strongNameProvider: null, xmlReferenceResolver: null,
                sourceReferenceResolver: null);
        return CSharpCompilation.Create("Answer", all.Append(ImplicitUsings), References, options);
    }

    private static List<(string Id, string Message, string File, int Line, int Column)> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(MaxDiagnostics).Select(Describe).ToList();

    private static (string Id, string Message, string File, int Line, int Column) Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        var message = diagnostic.GetMessage();
        message = message.Length > MaxMessageChars ? message[..MaxMessageChars] + "…" : message;
        return (diagnostic.Id, message, place.Path ?? "", place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1);
    }

    private static byte[] Failed(List<(string Id, string Message, string File, int Line, int Column)> diagnostics) =>
        CompilerFrames.Write(writer =>
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
