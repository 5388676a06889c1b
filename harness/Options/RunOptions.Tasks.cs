namespace Eval.Harness.Options;

/// <content>Options: which models are asked which tasks.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<string[]> ModelsOption = new("--models")
    {
        Aliases = ["--model", "-m"],
        HelpName = "MODEL,…",
        Help = "Models to ask, separated by commas: gpt-4o-mini, openrouter/qwen/qwen-2.5-coder-32b-instruct, sim/strong, "
            + "policy:FILE.",
        Default = [],
        Mistakes = WrongModels,
    };

    /// <summary>The models by name.</summary>
    public IReadOnlyList<string> Models
    {
        get => Get(ModelsOption);
        init => Set(ModelsOption, [.. value]);
    }

    internal static readonly RunOption<string[]> DatasetsOption = new("--datasets")
    {
        Aliases = ["--dataset"],
        HelpName = "SET,…",
        Help = "Data sets: bundled names, .jsonl(.gz) files or task folders. Default: csharp (bundled).",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = ["csharp"],
    };

    /// <summary>Names of bundled sets, files or folders. Default: the bundled C# set.</summary>
    public IReadOnlyList<string> Datasets
    {
        get => Get(DatasetsOption);
        init => Set(DatasetsOption, [.. value]);
    }

    internal static readonly RunOption<int?> LimitOption = new("--limit")
    {
        HelpName = "N",
        Help = "Only the first N tasks of each data set.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Decides = Decides.Tasks,
        Holds = value => value > 0,
        Instead = "write a number of at least 1.",
    };

    /// <summary>The most tasks of each set. Default: all.</summary>
    public int? Limit
    {
        get => Get(LimitOption);
        init => Set(LimitOption, value);
    }

    internal static readonly RunOption<string[]> TasksOption = new("--tasks")
    {
        Aliases = ["-k"],
        HelpName = "GLOB,…",
        Help = "Only tasks whose id matches a pattern with * and ?.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = [],
        Decides = Decides.Tasks,
    };

    /// <summary>Patterns of task ids with * and ?. Default: all.</summary>
    public IReadOnlyList<string> Tasks
    {
        get => Get(TasksOption);
        init => Set(TasksOption, [.. value]);
    }

    internal static readonly RunOption<string[]> ClassesOption = new("--class")
    {
        HelpName = "CLASS,…",
        Help = "Only tasks of these classes: completion, multi-constraint, library-api; issue-resolution, long-context (the "
            + "bundled issues, where no data set is named).",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = [],
        Decides = Decides.Tasks,
    };

    /// <summary>Classes of tasks. Default: all.</summary>
    public IReadOnlyList<string> Classes
    {
        get => Get(ClassesOption);
        init => Set(ClassesOption, [.. value]);
    }

    private static IEnumerable<string> WrongModels(RunOptions options, string[] models)
    {
        if (models.Length == 0 && !options.IsGrading && options.Resume is null)
        {
            yield return "No model is named: add --models, for instance --models gpt-4o-mini,claude-3-5-sonnet, "
                + "or --models sim/strong,sim/cheap to try without a key.";
        }

        if (models.Distinct().Count() != models.Length)
        {
            yield return "--models names a model twice; name each once.";
        }
    }

    /// <summary>What finding models needs of all this.</summary>
    public ModelOptions ModelChoice => new(Models, Sampling, AreAsked: !DryRun);

    /// <summary>What reading tasks needs of all this.</summary>
    public TaskOptions TaskChoice => new(Datasets, Tasks, Classes, Limit);

    private static IReadOnlyList<RunOption> OfTasks =>
    [
        ModelsOption,
        DatasetsOption,
        LimitOption,
        TasksOption,
        ClassesOption,
    ];
}
