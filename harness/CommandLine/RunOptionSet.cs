using System.CommandLine;
using Eval.Datasets;
using Eval.Harness.Options;

namespace Eval.Harness.CommandLine;

/// <summary>The declared options as the command line knows them, and the way from them to <see cref="RunOptions"/>.</summary>
internal sealed class RunOptionSet
{
    private readonly IReadOnlyList<(RunOption Declared, Option Option)> _options;

    /// <param name="declared">The declarations. Default: all of them.</param>
    public RunOptionSet(IReadOnlyList<RunOption>? declared = null) =>
        _options = (declared ?? RunOptions.Declared()).Select(option => (option, option.CreateOption())).ToList();

    /// <summary>Adds the options of asking models.</summary>
    public void AddTo(Command command) => Add(command, RunVerbs.Run);

    /// <summary>Adds the options of scoring what exists already.</summary>
    public void AddToGrade(Command command) => Add(command, RunVerbs.Grade);

    /// <summary>Adds what one may wish to be different on one night.</summary>
    public void AddToNightly(Command command) => Add(command, RunVerbs.Nightly);

    /// <summary>Adds every option, for reading those of a stored run.</summary>
    public void AddAllTo(Command command)
    {
        foreach (var (_, option) in _options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Returns the options; mistakes of values are added to <paramref name="mistakes"/>, all of them.</summary>
    public RunOptions Read(ParseResult parsed, RunOptions defaults, List<string> mistakes)
    {
        var options = defaults;
        foreach (var (declared, option) in _options)
        {
            options = declared.Read(parsed, option, options);
        }

        var gates = IsTyped(parsed, RunOptions.GateOption) ? options.Gates : null;
        if (options.Get(RunOptions.GatesFileOption) is { } file)
        {
            options = options with { Gates = [.. GateFile.Read(file, gates ?? [], mistakes).Select(gate => gate.ToString())] };
        }
        else if (gates is not null)
        {
            options = options with { Gates = [.. GateFile.Parse(gates, mistakes).Select(gate => gate.ToString())] };
        }

        if (options.Get(RunOptions.NoCacheOption))
        {
            options = options with { Cache = false };
        }

        if (!IsTyped(parsed, RunOptions.DatasetsOption) && options.Resume is null && options.Classes.Count > 0
            && options.Classes.All(name => IssueTask.Classes.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            // No function task is of such a class.
            options = options with { Datasets = ["issues"] };
        }

        foreach (var (declared, _) in _options)
        {
            declared.Check(options, mistakes);
        }

        return options;
    }

    private void Add(Command command, RunVerbs verb)
    {
        var standing = _options.Where(option => option.Declared.In.HasFlag(verb)).ToList();
        foreach (var moved in standing.Where(option => option.Declared.Before.ContainsKey(verb)).ToList())
        {
            standing.Remove(moved);
            standing.Insert(standing.FindIndex(option => option.Declared.Name == moved.Declared.Before[verb]), moved);
        }

        foreach (var (_, option) in standing)
        {
            command.Options.Add(option);
        }
    }

    private bool IsTyped(ParseResult parsed, RunOption declared) =>
        parsed.GetResult(_options.First(option => option.Declared == declared).Option) is { Implicit: false };
}
