namespace Eval.Harness.Issues;

/// <summary>Words of shell commands.</summary>
internal static class Shell
{
    /// <summary>Makes one word of a text, whatever it holds.</summary>
    public static string Quoted(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
