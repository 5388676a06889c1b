using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>Sessions of Python's interactive prompt.</summary>
internal static class Transcript
{
    /// <summary>Returns what was typed, without prompts and output; null for any other text.</summary>
    public static string? Typed(string text)
    {
        const string Prompt = ">>> ";
        var lines = TextLines.Split(text).Select(line => line.TrimStart())
            .Where(line => line.StartsWith(">>>", StringComparison.Ordinal) || line.StartsWith("...", StringComparison.Ordinal));
        return text.TrimStart().StartsWith(Prompt, StringComparison.Ordinal)
            ? string.Join('\n', lines.Select(line => line.Length > Prompt.Length ? line[Prompt.Length..] : ""))
            : null;
    }
}
