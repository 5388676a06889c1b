namespace Eval.Harness.Issues.Canaries;

/// <summary>The languages whose tests can be disguised.</summary>
internal static class TestSyntaxes
{
    private static readonly Dictionary<string, ITestSyntax> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = new PythonTestSyntax(),
        [".js"] = new JavaScriptTestSyntax(),
        [".mjs"] = new JavaScriptTestSyntax(),
        [".cjs"] = new JavaScriptTestSyntax(),
        [".jsx"] = new JavaScriptTestSyntax(),
        [".ts"] = new JavaScriptTestSyntax(),
        [".mts"] = new JavaScriptTestSyntax(),
        [".cts"] = new JavaScriptTestSyntax(),
        [".tsx"] = new JavaScriptTestSyntax(),
        [".cs"] = new CSharpTestSyntax(),
    };

    /// <summary>Returns the language of a file; null where it is none of them.</summary>
    public static ITestSyntax? Find(string path) => ByExtension.GetValueOrDefault(Path.GetExtension(path));
}
