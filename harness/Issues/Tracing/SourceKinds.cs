namespace Eval.Harness.Issues.Tracing;

/// <summary>Knows the sources of the languages whose imports can be read.</summary>
internal static class SourceKinds
{
    private static readonly Dictionary<string, SourceKind> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = SourceKind.Python,
        [".js"] = SourceKind.Script,
        [".mjs"] = SourceKind.Script,
        [".cjs"] = SourceKind.Script,
        [".jsx"] = SourceKind.Script,
        [".ts"] = SourceKind.Script,
        [".mts"] = SourceKind.Script,
        [".cts"] = SourceKind.Script,
        [".tsx"] = SourceKind.Script,
        [".cs"] = SourceKind.Compiled,
        [".fs"] = SourceKind.Compiled,
        [".vb"] = SourceKind.Compiled,
    };

    public static SourceKind Find(string path) => ByExtension.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>Returns whether a file is a module that others import.</summary>
    public static bool IsModule(string path) => Find(path) is SourceKind.Python or SourceKind.Script;
}
