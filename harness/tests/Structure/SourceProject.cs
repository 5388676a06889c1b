using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Testing.Structure;

/// <summary>The sources of one project, bound as its compiler binds them.</summary>
/// <param name="Name">The project's name, such as <c>Eval.Reports</c>.</param>
/// <param name="Folder">The folder of its project file.</param>
public sealed record SourceProject(string Name, string Folder)
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // Projects and test folders within another project's folder are no part of it; nor is what a build leaves, nor the code of tasks.
    private static readonly string[] Elsewhere = ["tests", "benchmarks", "obj", "bin", "issues", "csharp"];

    /// <summary>The projects of the program, without tests and benchmarks.</summary>
    public static IReadOnlyList<SourceProject> All(string root) =>
    [
        .. new[] { "datasets", "sandboxes", "reports", "harness" }
            .Select(folder => Path.Combine(root, folder))
            .SelectMany(folder => ProjectFolders(folder, root))
            .Select(file => new SourceProject(Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!)),
    ];

    /// <summary>The project's source files.</summary>
    public IReadOnlyList<string> Files() => [.. FilesOf(Folder).Order(StringComparer.Ordinal)];

    /// <summary>A compilation of the sources. What generators add is missing from it, which does not matter to who names whom.</summary>
    public CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Files().Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, options));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != Name)
            .Select(file => MetadataReference.CreateFromFile(file));
        return CSharpCompilation.Create(Name, trees, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private static IEnumerable<string> ProjectFolders(string folder, string root) =>
        Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split('/', '\\').Any(part => Elsewhere.Contains(part) || part == "images"));

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs").Concat(
            Directory.EnumerateDirectories(folder)
                .Where(inner => !Elsewhere.Contains(Path.GetFileName(inner)) && Directory.GetFiles(inner, "*.csproj").Length == 0)
                .SelectMany(FilesOf));
}
