namespace Eval.Harness.Options;

/// <content>Options: where a run is kept and how it goes on.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<decimal?> BudgetOption = new("--budget-usd")
    {
        HelpName = "USD",
        Help = "Start no call that could take the run past this sum. Default: no limit.",
        Holds = value => value > 0,
        Instead = "write a sum above 0.",
    };

    /// <summary>No call starts that could pass this sum. Default: none.</summary>
    public decimal? BudgetUsd
    {
        get => Get(BudgetOption);
        init => Set(BudgetOption, value);
    }

    internal static readonly RunOption<string?> ConfigOption = new("--config")
    {
        HelpName = "FILE",
        Help = "Configuration file: providers, models, prices, task filter, metrics. Default: ./eval.json if there.",
        In = RunVerbs.Run | RunVerbs.Grade | RunVerbs.Nightly,
        Holds = File.Exists,
        Instead = "there is no such file.",
    };

    /// <summary>The configuration file. Default: eval.json of the current folder, where there is one.</summary>
    public string? Config
    {
        get => Get(ConfigOption);
        init => Set(ConfigOption, value);
    }

    internal static readonly RunOption<string> OutOption = new("--out")
    {
        HelpName = "DIR",
        Help = "Folder of all runs. Default: runs.",
        In = RunVerbs.Run | RunVerbs.Grade | RunVerbs.Nightly,
        Default = "runs",
        Stored = OptionStorage.Never,
        Holds = value => !File.Exists(value),
        Instead = "this is a file; name a folder.",
    };

    /// <summary>The folder of all runs.</summary>
    public string Out
    {
        get => Get(OutOption);
        init => Set(OutOption, value);
    }

    internal static readonly RunOption<string?> ResumeOption = new("--resume")
    {
        HelpName = "RUN",
        Help = "Continue a run: its id, or latest, the newest that did not come to its end. Its own options hold; those "
            + "given here override.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Stored = OptionStorage.Never,
    };

    /// <summary>A run's id or <c>latest</c>.</summary>
    public string? Resume
    {
        get => Get(ResumeOption);
        init => Set(ResumeOption, value);
    }

    internal static readonly RunOption<bool> RescoreOption = new("--rescore")
    {
        Help = "With --resume: extract and score every stored reply again. Asks nothing.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Stored = OptionStorage.Never,
        Mistakes = (options, isSet) => isSet && options.Resume is null
            ? ["--rescore needs a run: add --resume RUN or --resume latest."] : [],
    };

    /// <summary>With <see cref="Resume"/>: extract and score every stored reply again; asks nothing.</summary>
    public bool Rescore
    {
        get => Get(RescoreOption);
        init => Set(RescoreOption, value);
    }

    private static IReadOnlyList<RunOption> OfStore =>
    [
        BudgetOption,
        ConfigOption,
        OutOption,
        ResumeOption,
        RescoreOption,
    ];
}
