namespace Eval.Harness.Issues;

/// <summary>Reads a shell's command as far as it says whether it ends between quotes.</summary>
internal static class ShellQuotes
{
    /// <summary>What opens <c>$'…'</c>, in which a backslash counts, unlike in other single quotes.</summary>
    private const char WithEscapes = '$';

    /// <summary>Whether a quote that a command opens is not closed by its end.</summary>
    public static bool IsOpenAtEnd(string command)
    {
        char? open = null;
        for (var at = 0; at < command.Length; at++)
        {
            var letter = command[at];
            if (letter == '\\' && open != '\'')
            {
                at++;
            }
            else if (open is not null)
            {
                open = letter == (open == WithEscapes ? '\'' : open) ? null : open;
            }
            else if (letter == '#' && IsWordStart(command, at))
            {
                // In a comment quotes mean nothing.
                at = command.IndexOf('\n', at) is var end and >= 0 ? end : command.Length;
            }
            else if (letter is '\'' or '"' or '`')
            {
                open = letter == '\'' && at > 0 && command[at - 1] == '$' ? WithEscapes : letter;
            }
        }

        return open is not null;
    }

    private static bool IsWordStart(string command, int at) =>
        at == 0 || char.IsWhiteSpace(command[at - 1]) || ";|&()".Contains(command[at - 1], StringComparison.Ordinal);
}
