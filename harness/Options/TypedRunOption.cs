using System.CommandLine;
using System.Globalization;

namespace Eval.Harness.Options;

/// <summary>An option whose value is of one type.</summary>
/// <typeparam name="T">What the command line parses; an array is a list that is separated.</typeparam>
internal sealed class RunOption<T>(string name) : RunOption(name)
{
    /// <summary>Gets the value where nothing is typed.</summary>
    public T Default { get; init; } = default!;

    /// <summary>Gets what divides the items of a list. Default: a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Gets what a value must be; <see langword="null"/> for anything.</summary>
    public Func<T, bool>? Holds { get; init; }

    /// <summary>Gets what to write instead of a value that does not hold, behind <c>--name value: </c>.</summary>
    public string Instead { get; init; } = "";

    /// <summary>Gets the mistakes that a value alone does not show, as whole sentences.</summary>
    public Func<RunOptions, T, IEnumerable<string>>? Mistakes { get; init; }

    /// <summary>Gets the text that is stored for a value. Default: the value as it is typed.</summary>
    public Func<T, string?>? Text { get; init; }

    public override Option CreateOption()
    {
        var option = new Option<T>(Name, [.. Aliases]) { Description = Help, HelpName = HelpName, Hidden = IsHidden };
        if (option is Option<string[]> list)
        {
            // Not AllowMultipleArgumentsPerToken: it would swallow a mistyped option behind the value.
            list.AllowMultipleArgumentsPerToken = false;
            list.Arity = ArgumentArity.OneOrMore;
            list.CustomParser = result => result.Tokens
                .SelectMany(token => token.Value.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .ToArray();
        }

        return option;
    }

    public override RunOptions Read(ParseResult parsed, Option option, RunOptions options) =>
        parsed.GetResult(option) is { Implicit: false, Errors: var errors } && !errors.Any()
            && parsed.GetValue((Option<T>)option) is { } value
            ? options.With(this, value)
            : options;

    public override void Check(RunOptions options, List<string> mistakes)
    {
        var value = options.Get(this);
        if (value is not null && Holds?.Invoke(value) == false)
        {
            mistakes.Add($"{Name} {value}: {Instead}");
        }

        if (Mistakes is not null)
        {
            mistakes.AddRange(Mistakes(options, value));
        }
    }

    public override string? ToStored(RunOptions options)
    {
        var value = options.Get(this);
        if ((object?)value is null or false || Stored == OptionStorage.Never
            || (Stored == OptionStorage.UnlessDefault && EqualityComparer<T>.Default.Equals(value, Default)))
        {
            return null;
        }

        var text = Text is not null ? Text(value) : (object)value switch
        {
            true => "true",
            string[] list => string.Join(Separator, list),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
