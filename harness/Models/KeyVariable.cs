using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>
/// Reads a secret from an environment variable; what makes it unfit is told by the variable's name, before anything is sent.
/// </summary>
internal static class KeyVariable
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Returns the key without what clings to copied ones: blanks, line ends, quotes, the word Bearer. Null where there is none.
    /// </summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="FormatException">It can be in no header.</exception>
    public static Secret? Key(string variable, Func<string, string?> environment)
    {
        var text = Unquoted((environment(variable) ?? "").Trim());
        return Checked(variable, text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : text);
    }

    /// <summary>Returns the value of a header, without blanks and line ends around it; null where there is none.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="environment">The environment.</param>
    /// <exception cref="FormatException">It can be in no header.</exception>
    public static Secret? Header(string variable, Func<string, string?> environment) =>
        Checked(variable, (environment(variable) ?? "").Trim());

    private static Secret? Checked(string variable, string text)
    {
        if (text.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            throw new FormatException($"{variable} holds a line break within the key; set it to the key alone, in one line.");
        }

        if (text.Any(char.IsControl))
        {
            throw new FormatException($"{variable} holds a control character, which no header may carry; copy the key again.");
        }

        // Quotes of a word processor, most often.
        if (text.Any(letter => !char.IsAscii(letter)))
        {
            throw new FormatException(
                $"{variable} holds a character outside ASCII, for instance a typographic quote or a hidden blank; copy the key again.");
        }

        return text.Length == 0 ? null : new Secret(text);
    }

    private static string Unquoted(string text) =>
        text.Length >= 2 && text[0] == text[^1] && text[0] is ('"' or '\'') ? text[1..^1].Trim() : text;
}
