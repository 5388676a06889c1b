using System.Text.RegularExpressions;

namespace Eval.Harness.Issues.Tracing;

/// <summary>
/// Which modules of a repository import which, as their sources say. Names that are put together while a program runs are not seen.
/// </summary>
internal sealed partial class ImportGraph
{
    private static readonly string[] ScriptEndings =
        ["", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", "/index.js", "/index.mjs", "/index.cjs", "/index.ts"];

    private readonly IReadOnlyDictionary<string, string> _texts;
    private readonly string[] _roots;

    /// <param name="texts">The modules, by path.</param>
    /// <param name="tests">The files of hidden tests; their folders are searched for modules too.</param>
    public ImportGraph(IReadOnlyDictionary<string, string> texts, IEnumerable<string> tests)
    {
        _texts = texts;
        _roots = [.. tests.SelectMany(Above).Concat(["", "src/", "lib/"]).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Returns what modules import, and what that imports, with the modules themselves.</summary>
    public IReadOnlySet<string> Reach(IEnumerable<string> modules)
    {
        var reached = new HashSet<string>(modules, StringComparer.Ordinal);
        var open = new Stack<string>(reached);
        while (open.TryPop(out var module))
        {
            foreach (var imported in Imports(module).Where(reached.Add))
            {
                open.Push(imported);
            }
        }

        return reached;
    }

    /// <summary>Returns what a module itself imports.</summary>
    public IEnumerable<string> Imports(string module)
    {
        var text = _texts.GetValueOrDefault(module, "");
        return SourceKinds.Find(module) switch
        {
            SourceKind.Python => PythonNames(text).Distinct(StringComparer.Ordinal).SelectMany(name => PythonFiles(module, name)),
            SourceKind.Script => ScriptPaths().Matches(text).Select(match => match.Groups["path"].Value)
                .Select(path => ScriptFile(module, path)).OfType<string>(),
            _ => [],
        };
    }

    private static IEnumerable<string> PythonNames(string text)
    {
        foreach (Match match in FromImports().Matches(text))
        {
            var from = match.Groups["from"].Value;
            yield return from;
            foreach (var name in Words(match.Groups["names"].Value))
            {
                yield return from.EndsWith('.') ? from + name : $"{from}.{name}";
            }
        }

        foreach (var name in PlainImports().Matches(text).SelectMany(match => Words(match.Groups["names"].Value)))
        {
            yield return name;
        }

        foreach (Match match in CalledImports().Matches(text))
        {
            yield return match.Groups["name"].Value;
        }
    }

    /// <summary>The names of a list, each without what it is called here.</summary>
    private static IEnumerable<string> Words(string list) =>
        Comments().Replace(list, "").Split(',')
            .Select(part => part.Split([' ', '\t', '\r', '\n', '(', ')', '\\'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0).Select(words => words[0]);

    /// <summary>The files that are loaded for a dotted name: the module, and the packages that it is in.</summary>
    private IEnumerable<string> PythonFiles(string importer, string name)
    {
        var bare = name.TrimStart('.');
        var parts = bare.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var folder = FolderOf(importer);
        for (var i = name.Length - bare.Length; i > 1; i--)
        {
            folder = FolderOf(folder.TrimEnd('/'));
        }

        var isRelative = bare.Length < name.Length;
        foreach (var root in isRelative ? [folder] : _roots.Append(folder))
        {
            for (var i = isRelative ? 0 : 1; i <= parts.Length; i++)
            {
                var path = root + string.Join('/', parts[..i]);
                var package = path.Length == 0 || path.EndsWith('/') ? path : path + "/";
                foreach (var file in new[] { path + ".py", package + "__init__.py" }.Where(_texts.ContainsKey))
                {
                    yield return file;
                }
            }
        }
    }

    /// <summary>
    /// The file that a path leads to; one that begins with a name of the project's own (<c>#lib/a.js</c>, <c>@/a</c>) by how it ends.
    /// </summary>
    private string? ScriptFile(string importer, string path)
    {
        if (!path.StartsWith('.'))
        {
            var below = Aliased().Match(path) is { Success: true } alias ? alias.Groups["path"].Value : null;
            return below is null ? null : _texts.Keys.Where(file => IsBelow(file, below)).MinBy(file => file.Length);
        }

        var parts = new List<string>(FolderOf(importer).Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in path.Split('/').Where(part => part is not ("." or "")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        var whole = string.Join('/', parts);
        return Endings(whole).Select(file => file.TrimStart('/')).FirstOrDefault(_texts.ContainsKey);
    }

    private static bool IsBelow(string file, string path) =>
        Endings(path).Any(end => file == end || (file.EndsWith(end, StringComparison.Ordinal) && file[^(end.Length + 1)] == '/'));

    /// <summary>The files that a path may stand for. TypeScript may name its own by what they become.</summary>
    private static IEnumerable<string> Endings(string path) =>
        ScriptEndings.Select(ending => path + ending).Concat(Compiled().Match(path) is { Success: true } compiled
            ? [path[..compiled.Index] + compiled.Value.Replace("js", "ts", StringComparison.Ordinal), path[..compiled.Index] + ".tsx"]
            : []);

    /// <summary>The folder of a file and all folders above it.</summary>
    private static IEnumerable<string> Above(string file)
    {
        for (var folder = FolderOf(file); folder.Length > 0; folder = FolderOf(folder.TrimEnd('/')))
        {
            yield return folder;
        }
    }

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    [GeneratedRegex(@"^[ \t]*from[ \t]+(?<from>[.\w]+)[ \t]+import[ \t]+(?<names>\([^)]{0,2000}\)|[^\n#;(]+)", RegexOptions.Multiline)]
    private static partial Regex FromImports();

    [GeneratedRegex("#[^\n]*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"^[ \t]*import[ \t]+(?<names>[^\n#;]+)", RegexOptions.Multiline)]
    private static partial Regex PlainImports();

    [GeneratedRegex("""\b(?:import_module|__import__|importorskip)\(\s*["'](?<name>[.\w]+)""")]
    private static partial Regex CalledImports();

    [GeneratedRegex("^(?:#|@/|~/?)(?<path>[^/].*)$")]
    private static partial Regex Aliased();

    [GeneratedRegex(@"\.[cm]?jsx?$")]
    private static partial Regex Compiled();

    [GeneratedRegex("""(?:\b(?:require|import)\s*\(\s*|\b(?:from|import)\s*)["'`](?<path>[^"'`\n]+)["'`]""")]
    private static partial Regex ScriptPaths();
}
