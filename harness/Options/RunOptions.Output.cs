namespace Eval.Harness.Options;

/// <content>Options: what is written and shown.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<bool> NoReportOption = new("--no-report")
    {
        Help = "Only the store and the CSV files: no page, charts or routing. 'report RUN' writes them later.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Stored = OptionStorage.Never,
    };

    /// <summary>Write charts, pages and the routing of the run, beside its data. Default: on.</summary>
    public bool Report
    {
        get => !Get(NoReportOption);
        init => Set(NoReportOption, !value);
    }

    internal static readonly RunOption<bool> QuietOption = new("--quiet")
    {
        Aliases = ["-q"],
        Help = "No progress, only the result.",
        In = RunVerbs.Run | RunVerbs.Grade | RunVerbs.Nightly,
        Stored = OptionStorage.Never,
    };

    /// <summary>No progress, only the result.</summary>
    public bool Quiet
    {
        get => Get(QuietOption);
        init => Set(QuietOption, value);
    }

    internal static readonly RunOption<bool> JsonOption = new("--json")
    {
        Help = "Last line on standard output: the result as JSON.",
        In = RunVerbs.Run | RunVerbs.Grade | RunVerbs.Nightly,
        Stored = OptionStorage.Never,
    };

    /// <summary>The result as JSON, last.</summary>
    public bool Json
    {
        get => Get(JsonOption);
        init => Set(JsonOption, value);
    }

    internal static readonly RunOption<string?> LabelOption = new("--label")
    {
        HelpName = "TEXT",
        Help = "A word of your own that is kept with the run, at most 40 characters. Default: none.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Holds = value => value is null || value.Length <= 40,
        Instead = "write at most 40 characters.",
    };

    /// <summary>A word that is kept with the run. Default: none.</summary>
    public string? Label
    {
        get => Get(LabelOption);
        init => Set(LabelOption, value);
    }

    private static IReadOnlyList<RunOption> OfOutput =>
    [
        LabelOption,
        NoReportOption,
        QuietOption,
        JsonOption,
    ];
}
