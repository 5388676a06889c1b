using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eval.Testing.Structure;

/// <summary>Which file of a project names a type of which other file, and what follows for its folders.</summary>
public sealed class FolderGraph
{
    private readonly string _root;

    private FolderGraph(string root, IReadOnlyDictionary<string, IReadOnlySet<string>> files)
    {
        _root = root;
        Files = files;
        Folders = files.Keys.GroupBy(Folder)
            .ToDictionary(
                folder => folder.Key,
                IReadOnlySet<string> (folder) => folder.SelectMany(file => files[file]).Select(Folder).Where(other => other != folder.Key)
                    .ToHashSet());
    }

    /// <summary>For each file, by its path within the project, the other files of the project whose types it names.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Files { get; }

    /// <summary>For each folder the folders it depends on. The project's own folder is <c>.</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Folders { get; }

    /// <summary>Reads the sources of a project.</summary>
    public static FolderGraph Read(SourceProject project)
    {
        var compilation = project.Compile();
        var files = new ConcurrentDictionary<string, IReadOnlySet<string>>();
        Parallel.ForEach(
            compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0),
            tree => files[Path.GetRelativePath(project.Folder, tree.FilePath)] =
                Named(compilation.GetSemanticModel(tree)).Select(file => Path.GetRelativePath(project.Folder, file)).ToHashSet());
        return new FolderGraph(project.Name, files);
    }

    /// <summary>
    /// Groups of folders in which each depends on each other, the largest first; none where every folder depends on others in one
    /// direction.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles()
    {
        var reached = Folders.Keys.ToDictionary(folder => folder, Reached);
        return
        [
            .. Folders.Keys.Where(folder => reached[folder].Contains(folder))
                .GroupBy(folder => Folders.Keys.Where(other => reached[folder].Contains(other) && reached[other].Contains(folder))
                    .Min(StringComparer.Ordinal))
                .Select(IReadOnlyList<string> (group) => [.. group.Order(StringComparer.Ordinal)])
                .OrderByDescending(group => group.Count),
        ];
    }

    /// <summary>The files of one folder that name files of another.</summary>
    public IEnumerable<(string From, string To)> Arrows(string from, string to) =>
        Files.Where(file => Folder(file.Key) == from)
            .SelectMany(file => file.Value.Where(other => Folder(other) == to).Select(other => (file.Key, other)))
            .OrderBy(arrow => arrow, Comparer<(string, string)>.Default);

    /// <inheritdoc/>
    public override string ToString() => _root;

    private static string Folder(string file) => Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".";

    private static HashSet<string> Named(SemanticModel model)
    {
        var named = new HashSet<string>();
        foreach (var node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            if (node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax
                && model.GetSymbolInfo(node) is var info
                && (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } symbol
                && (symbol as INamedTypeSymbol ?? symbol.ContainingType) is { } type)
            {
                var declared = type.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath)
                    .ToList();
                if (declared.Count > 0 && !declared.Contains(model.SyntaxTree.FilePath))
                {
                    named.Add(declared[0]);
                }
            }
        }

        return named;
    }

    private HashSet<string> Reached(string folder)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var next))
        {
            foreach (var other in Folders[next].Where(reached.Add))
            {
                open.Push(other);
            }
        }

        return reached;
    }
}
