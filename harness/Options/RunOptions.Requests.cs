using System.Globalization;

namespace Eval.Harness.Options;

/// <content>Options: what is asked anew, what is taken from before, and what may go wrong.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<bool> DryRunOption = new("--dry-run")
    {
        Aliases = ["--plan"],
        Help = "Print how small a difference the run could show, and a forecast of tokens, cost and time. Asks nothing and "
            + "needs no key.",
        In = RunVerbs.Run | RunVerbs.Nightly,
        Stored = OptionStorage.Never,
    };

    /// <summary>Say what the run could show and would take; ask and write nothing.</summary>
    public bool DryRun
    {
        get => Get(DryRunOption);
        init => Set(DryRunOption, value);
    }

    internal static readonly RunOption<bool> NoCheckOption = new("--no-check")
    {
        Help = "Do not score the data sets' own solutions first. By default tasks whose own solution does not pass here are "
            + "set aside, with the reason, and count for no model.",
        In = RunVerbs.Run | RunVerbs.Grade | RunVerbs.Nightly,
        Before = Places((RunVerbs.Grade, "--fail-under"), (RunVerbs.Nightly, "--dry-run")),
    };

    /// <summary>
    /// Whether the data sets' own solutions are scored before anything is asked, and tasks set aside where they do not pass. Default: yes.
    /// </summary>
    public bool Check
    {
        get => !Get(NoCheckOption);
        init => Set(NoCheckOption, !value);
    }

    internal static readonly RunOption<bool> CacheOption = new("--cache")
    {
        Help = "Take replies to equal requests from earlier runs in --out. Default: off.",
    };

    /// <summary>Take replies to equal requests from earlier runs of this folder instead of asking. Default: off.</summary>
    public bool Cache
    {
        get => Get(CacheOption);
        init => Set(CacheOption, value);
    }

    internal static readonly RunOption<bool> NoCacheOption = new("--no-cache")
    {
        Help = "Ask every request anew (the default); wins over --cache.",
        Stored = OptionStorage.Never,
    };

    internal static readonly RunOption<string?> RecordOption = new("--record")
    {
        HelpName = "DIR",
        Help = "Also write every reply into this folder.",
    };

    /// <summary>Write every reply into this folder, to be replayed later.</summary>
    public string? Record
    {
        get => Get(RecordOption);
        init => Set(RecordOption, value);
    }

    internal static readonly RunOption<string?> ReplayOption = new("--replay")
    {
        HelpName = "DIR",
        Help = "Take every reply from a folder made by --record. Asks nothing.",
        Holds = Directory.Exists,
        Instead = "there is no such folder; make it with --record.",
        Mistakes = (options, folder) => folder is not null && options.Record is not null
            ? ["--record and --replay exclude each other; drop one."] : [],
    };

    /// <summary>Take every reply from this folder; asks nothing.</summary>
    public string? Replay
    {
        get => Get(ReplayOption);
        init => Set(ReplayOption, value);
    }

    internal static readonly RunOption<string> MaxInfraErrorsOption = new("--max-infra-errors")
    {
        HelpName = "SHARE",
        Help = "Maximum share of infrastructure errors, such as 5%; above it the exit code is 3. Default: 10%.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = "10%",
        Holds = value => Share(value) is not null,
        Instead = "write a share such as 5% or 0.05.",
        Text = value => Share(value)?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The most infrastructure errors as a share of the attempts, 0–1, before the run counts as failed. Default: 0.1.</summary>
    public double MaxInfraErrors
    {
        get => Share(Get(MaxInfraErrorsOption)) ?? 0.1;
        init => Set(MaxInfraErrorsOption, value.ToString(CultureInfo.InvariantCulture));
    }

    private static double? Share(string text)
    {
        var isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var share = isPercent ? number / 100 : number;
            return share is >= 0 and <= 1 ? share : null;
        }

        return null;
    }

    private static IReadOnlyList<RunOption> OfRequests =>
    [
        DryRunOption,
        NoCheckOption,
        CacheOption,
        NoCacheOption,
        RecordOption,
        ReplayOption,
        MaxInfraErrorsOption,
    ];
}
