using System.CommandLine;

namespace Eval.Harness.Options;

/// <summary>
/// One option of <c>run</c>, declared once: parsing, help, bounds, storing and comparability all come from here.
/// To add an option, declare it in the file of its theme, add it to the list there, and write a property that reads it.
/// </summary>
internal abstract class RunOption(string name)
{
    /// <summary>Gets the name as it is typed and stored.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Gets the word for the value in the help. Default: none.</summary>
    public string? HelpName { get; init; }

    public required string Help { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>Gets the commands that it stands in. Default: <c>run</c> alone.</summary>
    public RunVerbs In { get; init; } = RunVerbs.Run;

    /// <summary>Gets, where the help of a command has it elsewhere than that of <c>run</c>, the option that it stands before.</summary>
    public IReadOnlyDictionary<RunVerbs, string> Before { get; init; } = new Dictionary<RunVerbs, string>();

    /// <summary>Gets whether it is stored. Default: wherever there is a value.</summary>
    public OptionStorage Stored { get; init; } = OptionStorage.Always;

    /// <summary>Gets what it decides about a run's numbers. Default: nothing.</summary>
    public Decides Decides { get; init; }

    /// <summary>Gets a value indicating whether it decides how an issue is worked on, and with that how much. Default: no.</summary>
    public bool DecidesEffort { get; init; }

    /// <summary>Returns the option as the command line knows it.</summary>
    public abstract Option CreateOption();

    /// <summary>Returns the options with the value that was typed, or as they were.</summary>
    public abstract RunOptions Read(ParseResult parsed, Option option, RunOptions options);

    /// <summary>Adds what is wrong with the value.</summary>
    public abstract void Check(RunOptions options, List<string> mistakes);

    /// <summary>Returns the value as it is stored; <see langword="null"/> where it is not.</summary>
    public abstract string? ToStored(RunOptions options);
}
