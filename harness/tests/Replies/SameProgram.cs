using Eval.Harness.Replies;

namespace Eval.Harness.Tests.Replies;

/// <summary>Tells whether what was extracted is the program that was wrapped.</summary>
internal static class SameProgram
{
    /// <param name="extracted">What was extracted, as it would be scored.</param>
    /// <param name="scored">The bare program, as it would be scored.</param>
    /// <param name="program">The program.</param>
    public static bool Is(string extracted, string scored, ReplyProgram program)
    {
        var (found, wanted) = (Lines(extracted), Lines(scored));
        if (found.SequenceEqual(wanted))
        {
            return true;
        }

        // A program that repeats the prompt stands alone or behind it, by blank lines at its ends; it defines anew what the prompt does.
        var code = Lines(program.Code);
        var prompt = Lines(program.Task.Prompt);
        if (found.SequenceEqual(code) || found.SequenceEqual(prompt.Concat(code)))
        {
            return true;
        }

        // Imports that stood apart may be those of the prompt, or such as nothing uses.
        return code.Where(IsImport).All(line => found.Contains(line) || !IsUsed(line, string.Join('\n', Bare(code))))
            && Bare(found) is var bare && (bare.SequenceEqual(Bare(code)) || bare.SequenceEqual(Bare(prompt).Concat(Bare(code))));
    }

    private static bool IsImport(string line) =>
        line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("from ", StringComparison.Ordinal)
            || line.StartsWith("using ", StringComparison.Ordinal);

    private static bool IsUsed(string import, string code) =>
        import.Split("import ", 2)[^1].Split([' ', ',', ';', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .Any(name => name == "*" || TestText.Mentions(code, name));

    private static List<string> Bare(List<string> lines) => lines.Where(line => !IsImport(line)).ToList();

    private static List<string> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
}
