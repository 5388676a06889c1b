using Eval.Datasets;

namespace Eval.Harness.Replies;

/// <summary>The text of a task's tests, to see which names they use.</summary>
internal static class TestText
{
    public static string From(FunctionTask task) => task.Tests switch
    {
        CallTests calls => string.Join('\n', calls.Cases.Select(test => test.Call)),
        ProgramTests program => program.Code,
        _ => "",
    };

    /// <summary>Whether a name stands in the text as a word of its own.</summary>
    public static bool Mentions(string text, string name)
    {
        // A type whose name is missing has an empty one, which stands everywhere.
        for (var at = name.Length == 0 ? -1
            : text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if ((at == 0 || !IsInName(text[at - 1])) && (end == text.Length || !IsInName(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInName(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
