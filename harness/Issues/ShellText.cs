using Eval.Datasets;

namespace Eval.Harness.Issues;

/// <summary>What goes into a shell's command, and what is told of what came out.</summary>
internal static class ShellText
{
    public static string Quoted(string path) => "'" + path.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    public static string LastLine(string text) =>
        TextLines.Split(text).LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "";
}
