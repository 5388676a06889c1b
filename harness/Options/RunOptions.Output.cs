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

    private static IReadOnlyList<RunOption> OfOutput =>
    [
        NoReportOption,
        QuietOption,
        JsonOption,
    ];
}
