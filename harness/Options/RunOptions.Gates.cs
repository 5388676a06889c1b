using System.Globalization;

namespace Eval.Harness.Options;

/// <content>Options: what a run must reach, and what it is compared with.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<string[]> FailUnderOption = new("--fail-under")
    {
        HelpName = "MODEL=RATE,…",
        Help = "MODEL=RATE: exit code 1 when the model's pass@1 is below RATE (0 to 1).",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = [],
        Mistakes = (_, floors) => floors.Where(floor => Floor(floor) is null)
            .Select(floor => $"--fail-under {floor}: write MODEL=RATE with a rate from 0 to 1, for instance gpt-4o-mini=0.8."),
    };

    /// <summary>The least pass@1 per model; exit code 1 below it.</summary>
    public IReadOnlyDictionary<string, double> FailUnder
    {
        get => Floors(Get(FailUnderOption));
        init => Set(FailUnderOption, [.. value.Select(floor => $"{floor.Key}={floor.Value.ToString(CultureInfo.InvariantCulture)}")]);
    }

    internal static readonly RunOption<string?> GatesFileOption = new("--gates")
    {
        HelpName = "FILE",
        Help = "File with \"gates\": […], for instance eval.json. Exit code 1 when one fails.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Stored = OptionStorage.Never,
    };

    internal static readonly RunOption<string[]> GateOption = new("--gate")
    {
        HelpName = "GATE",
        Help = "A gate, for instance \"pass_at_1>=0.8 model=gpt-4o certain\"; 'gate --help' has more.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = [],
        Separator = ';',
    };

    /// <summary>Gates, each as it may be typed. Default: none.</summary>
    public IReadOnlyList<string> Gates
    {
        get => Get(GateOption);
        init => Set(GateOption, [.. value]);
    }

    internal static readonly RunOption<string?> JUnitOption = new("--junit")
    {
        HelpName = "FILE",
        Help = "Also write what the gates saw as XML of JUnit.",
        In = RunVerbs.Run | RunVerbs.Grade | RunVerbs.Nightly,
        Before = Places(RunVerbs.Nightly, "--quiet"),
        Stored = OptionStorage.Never,
    };

    /// <summary>A file to write what the gates saw into, as JUnit's XML.</summary>
    public string? JUnit
    {
        get => Get(JUnitOption);
        init => Set(JUnitOption, value);
    }

    internal static readonly RunOption<string?> BaselineOption = new("--baseline")
    {
        HelpName = "RUN",
        Help = "Exit code 1 when a model has become worse than in RUN, or, with latest, than in the previous nightly runs. It is "
            + "asked once more before that is said.",
    };

    /// <summary>The run that no model may have become worse than; <c>latest</c> for the previous nightly runs. Default: none.</summary>
    public string? Baseline
    {
        get => Get(BaselineOption);
        init => Set(BaselineOption, value);
    }

    internal static readonly RunOption<bool> NoConfirmOption = new("--no-confirm")
    {
        Help = "With --baseline: believe an alarm without asking once more.",
        In = RunVerbs.Run | RunVerbs.Nightly,
    };

    /// <summary>Whether a model that seems to have become worse is asked once more before anyone is notified. Default: yes.</summary>
    public bool Confirm
    {
        get => !Get(NoConfirmOption);
        init => Set(NoConfirmOption, !value);
    }

    internal static readonly RunOption<bool> NewBaselineOption = new("--new-baseline")
    {
        Help = "From this run on, expect what it and the next ones show: a change was meant.",
        In = RunVerbs.Run | RunVerbs.Nightly,
        Before = Places(RunVerbs.Nightly, "--no-confirm"),
    };

    /// <summary>Whether the previous nightly runs do not count for what is expected of later ones.</summary>
    public bool NewBaseline
    {
        get => Get(NewBaselineOption);
        init => Set(NewBaselineOption, value);
    }

    internal static readonly RunOption<string?> ConfirmsOption = new("--confirms")
    {
        HelpName = "RUN",
        Help = "This run asks again about an alarm of RUN.",
        IsHidden = true,
    };

    /// <summary>The run whose alarm this one asks again about; it is no nightly run of its own.</summary>
    public string? Confirms
    {
        get => Get(ConfirmsOption);
        init => Set(ConfirmsOption, value);
    }

    internal static readonly RunOption<bool> NightlyOption = new("--nightly")
    {
        Help = "The run belongs to 'nightly'.",
        IsHidden = true,
    };

    /// <summary>Whether the run was started by <c>nightly</c>, which finishes its own runs only.</summary>
    public bool Nightly
    {
        get => Get(NightlyOption);
        init => Set(NightlyOption, value);
    }

    private static double? Floor(string floor)
    {
        var split = floor.LastIndexOf('=');
        return split > 0 && double.TryParse(floor[(split + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            && rate is >= 0 and <= 1
            ? rate
            : null;
    }

    private static Dictionary<string, double> Floors(string[] floors)
    {
        var rates = new Dictionary<string, double>();
        foreach (var floor in floors)
        {
            if (Floor(floor) is { } rate)
            {
                rates[floor[..floor.LastIndexOf('=')]] = rate;
            }
        }

        return rates;
    }

    /// <summary>What checking gates needs of all this.</summary>
    public GateOptions GateChoice => new(Gates, FailUnder, Baseline);

    private static IReadOnlyList<RunOption> OfGates =>
    [
        FailUnderOption,
        GatesFileOption,
        GateOption,
        JUnitOption,
        BaselineOption,
        NoConfirmOption,
        NewBaselineOption,
        ConfirmsOption,
        NightlyOption,
    ];
}
