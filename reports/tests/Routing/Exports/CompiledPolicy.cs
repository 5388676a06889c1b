using System.Reflection;
using System.Runtime.Loader;
using Eval.Reports.Exports;
using Eval.Routing.Policies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.AI;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>Compiles an exported C# file with warnings as errors, and uses it as its reader would.</summary>
internal static class CompiledPolicy
{
    private const string Use =
        """
        using System;
        using System.Threading.Tasks;
        using Microsoft.Extensions.AI;
        using EvalRouting;

        public static class Use
        {
            public static IChatClient Create(Func<string, IChatClient> clientOf, Func<string, string, bool>? verify, int seed) => new RoutedChatClient(
                clientOf, verify is null ? null : (answer, ct) => Task.FromResult(verify(answer.Check.Kind, answer.Response.Text)), new Random(seed));
        }
        """;

    private static readonly IReadOnlyList<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
            || Path.GetFileName(path) is "netstandard.dll" or "Microsoft.Win32.Primitives.dll"
                or "Microsoft.Extensions.AI.Abstractions.dll").Select(path => MetadataReference.CreateFromFile(path))];

    public static IChatClient Create(PolicyFile file, Func<string, IChatClient> clientOf, Func<string, string, bool>? verify = null,
        int seed = 1)
    {
        try
        {
            return (IChatClient)Compile(file).GetType("Use")!.GetMethod("Create")!.Invoke(null, [clientOf, verify, seed])!;
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    public static Assembly Compile(PolicyFile file)
    {
        var text = Assert.Single(new CSharpExporter().Export(file, new ExportOptions()).Files).Text;
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999);
        var compilation = CSharpCompilation.Create("exported-" + Guid.NewGuid().ToString("n"),
            [CSharpSyntaxTree.ParseText(text), CSharpSyntaxTree.ParseText(Use)], References, options);
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        assembly.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(assembly);
    }
}
