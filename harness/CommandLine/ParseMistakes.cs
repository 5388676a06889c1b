using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Eval.Datasets;

namespace Eval.Harness.CommandLine;

/// <summary>Turns the parser's errors into sentences that say what to type.</summary>
internal static partial class ParseMistakes
{
    public static IEnumerable<string> Describe(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        var names = command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToList();
        var mistakes = new List<string>();
        var isWordNamed = false;
        foreach (var error in parsed.Errors)
        {
            if (Unrecognized().Match(error.Message) is not { Success: true } unknown)
            {
                mistakes.Add(Describe(error.Message));
            }
            else if (unknown.Groups[1].Value is var word && word.StartsWith('-'))
            {
                mistakes.Add(UnknownOption(word.Split('=')[0], names));
            }
            else if (!isWordNamed || command.Subcommands.Count == 0)
            {
                // What follows a word that is no command may be meant for the right one.
                isWordNamed = true;
                mistakes.Add(UnknownWord(word, command, root));
            }
        }

        return mistakes.Distinct();
    }

    private static string UnknownOption(string word, IEnumerable<string> names) =>
        NearestName.Find(word, names.Where(name => name.StartsWith("--", StringComparison.Ordinal))) is { } nearest
            ? $"{word} is not an option; did you mean {nearest}?"
            : $"{word} is not an option here; --help lists them.";

    private static string UnknownWord(string word, Command command, RootCommand root)
    {
        if (command.Subcommands.Count > 0 && command != root)
        {
            var own = command.Subcommands.Select(each => each.Name).ToList();
            var meant = NearestName.Find(word, own) is { } nearest ? $" (did you mean {nearest}?)" : "";
            return $"'{word}' is no command of {command.Name}{meant}: its commands are {string.Join(", ", own)}.";
        }

        var verbs = string.Join(", ", root.Subcommands.Select(each => each.Name));
        return $"'{word}' was not expected: the commands are {verbs}, "
            + "and names that belong together are separated by commas without blanks, for instance --models a,b.";
    }

    private static string Describe(string message)
    {
        if (WrongType().Match(message) is { Success: true } wrong)
        {
            var kind = wrong.Groups[3].Value;
            var what = kind.Contains("Int", StringComparison.Ordinal) ? "a whole number"
                : kind.Contains("Double", StringComparison.Ordinal) || kind.Contains("Decimal", StringComparison.Ordinal)
                ? "a number such as 0.5"
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

    [GeneratedRegex("^Unrecognized command or argument '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex Unrecognized();

    [GeneratedRegex("^Cannot parse argument '(.*)' for option '(.*)' as expected type '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex WrongType();

    [GeneratedRegex("^Required argument '(.*)' missing for command: '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex MissingArgument();

    [GeneratedRegex("^Required argument missing for option: '(.*)'\\.$", RegexOptions.None, 1000)]
    private static partial Regex Missing();
}
