namespace Eval.Harness.Tests.Issues;

/// <summary>Makes patches as git writes them.</summary>
internal static class Patches
{
    /// <summary>Mends the <c>add</c> of a <c>calc.py</c> that subtracts.</summary>
    public const string Good = "diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1,2 +1,2 @@\n def add(a, b):\n-    "
        + "return a - b\n+    return a + b\n";

    /// <summary>A patch that adds a file.</summary>
    public static string NewFile(string path, string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        return $"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{lines.Length} @@\n"
            + string.Concat(lines.Select(line => $"+{line}\n"));
    }
}
