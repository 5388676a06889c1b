using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Eval.Harness.CommandLine;

/// <summary>Turns the parser's errors into sentences that say what to type.</summary>
internal static partial class ParseMistakes
{
    public static IEnumerable<string> Describe(ParseResult parsed, RootCommand root)
    {
        var names = parsed.CommandResult.Command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToList();
        var verbs = root.Subcommands.Select(command => command.Name).ToList();
        return parsed.Errors.Select(error => Describe(error.Message, names, verbs)).Distinct();
    }

    private static string Describe(string message, IReadOnlyList<string> names, IReadOnlyList<string> verbs)
    {
        if (Unrecognized().Match(message) is { Success: true } unknown)
        {
            var word = unknown.Groups[1].Value;
            word = word.StartsWith('-') ? word.Split('=')[0] : word;
            var nearest = names.Where(name => name.StartsWith("--", StringComparison.Ordinal)).MinBy(name => (Distance(word, name), Math.Abs(word.Length - name.Length)));
            return word.StartsWith('-')
                ? nearest is not null && Distance(word, nearest) <= 3
                    ? $"{word} is not an option; did you mean {nearest}?"
                    : $"{word} is not an option here; --help lists them."
                : $"'{word}' was not expected: the commands are {string.Join(", ", verbs)}, and names that belong together are separated by commas without blanks, for instance --models a,b.";
        }

        if (WrongType().Match(message) is { Success: true } wrong)
        {
            var kind = wrong.Groups[3].Value;
            var what = kind.Contains("Int", StringComparison.Ordinal) ? "a whole number"
                : kind.Contains("Double", StringComparison.Ordinal) || kind.Contains("Decimal", StringComparison.Ordinal) ? "a number such as 0.5"
                : "another value";
            return $"{wrong.Groups[2].Value} {wrong.Groups[1].Value}: write {what}.";
        }

        if (MissingArgument().Match(message) is { Success: true } argument)
        {
            return $"{argument.Groups[2].Value} needs {argument.Groups[1].Value}; '{argument.Groups[2].Value} --help' shows examples.";
        }

        return Missing().Match(message) is { Success: true } missing
            ? $"{missing.Groups[1].Value} needs a value."
            : message;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }

    [GeneratedRegex("^Unrecognized command or argument '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex Unrecognized();

    [GeneratedRegex("^Cannot parse argument '(.*)' for option '(.*)' as expected type '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex WrongType();

    [GeneratedRegex("^Required argument '(.*)' missing for command: '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex MissingArgument();

    [GeneratedRegex("^Required argument missing for option: '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex Missing();
}
