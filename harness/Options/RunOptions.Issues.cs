namespace Eval.Harness.Options;

/// <content>Options: how issue tasks are worked on.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<string> RepositoriesOption = new("--repositories")
    {
        HelpName = "PLACE",
        Help = "Where the repositories of issue tasks are: a folder of git mirrors or bundles, or the address of a git "
            + "server. Default: EVAL_REPOSITORIES, else https://github.com.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = "https://github.com",
        Mistakes = (_, place) => HoldsPassword(place)
            ? ["--repositories (or EVAL_REPOSITORIES): the address holds a user name or a password, which the run would store; take it "
            + "out, and let git's credential helper give it."]
            : [],
    };

    /// <summary>A folder of mirrors or bundles of the repositories of issue tasks, or the address of a git server.</summary>
    public string Repositories
    {
        get => Get(RepositoriesOption);
        init => Set(RepositoriesOption, value);
    }

    internal static readonly RunOption<double> TestTimeoutOption = new("--test-timeout")
    {
        HelpName = "SECONDS",
        Help = "Time for the tests of an issue task. Default: 1800.",
        In = RunVerbs.Run | RunVerbs.Grade,
        Default = 1800,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        Holds = value => value is > 0 and <= 86_400,
        Instead = "write seconds from 1 to 86400.",
    };

    /// <summary>Seconds on the clock for the tests of an issue task. Default: 1800, as SWE-bench allows.</summary>
    public double TestTimeoutSeconds
    {
        get => Get(TestTimeoutOption);
        init => Set(TestTimeoutOption, value);
    }

    internal static readonly RunOption<string> ScaffoldOption = new("--scaffold")
    {
        HelpName = "KIND",
        Help = "Issue tasks: agent (one shell command a turn) or single (the issue and some files, one patch). Default: agent.",
        Default = IssueOptions.AgentScaffold,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        DecidesEffort = true,
        Holds = value => value is IssueOptions.AgentScaffold or IssueOptions.SingleScaffold,
        Instead = "choose agent or single.",
    };

    /// <summary>How models are asked about issues: <c>agent</c>, one command a turn, or <c>single</c>, one patch. Default: agent.</summary>
    public string Scaffold
    {
        get => Get(ScaffoldOption);
        init => Set(ScaffoldOption, value);
    }

    internal static readonly RunOption<string> EditFormatOption = new("--edit-format")
    {
        HelpName = "FORM",
        Help = "With --scaffold single, the form of the patch: unified-diff, search-replace or whole-file. Default: "
            + "unified-diff.",
        Default = Patches.EditFormat.UnifiedDiff,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        DecidesEffort = true,
        Holds = value => Patches.EditFormat.All.Contains(value),
        Instead = $"choose {string.Join(", ", Patches.EditFormat.All)}.",
    };

    /// <summary>The form of the change that models which answer in one go are asked for. Default: a unified diff.</summary>
    public string EditFormat
    {
        get => Get(EditFormatOption);
        init => Set(EditFormatOption, value);
    }

    internal static readonly RunOption<int> MaxStepsOption = new("--max-steps")
    {
        HelpName = "N",
        Help = "Issue tasks: maximum calls of an attempt. Default: 50.",
        Default = new AgentOptions().MaxSteps,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        DecidesEffort = true,
        Holds = value => value is >= 1 and <= 1000,
        Instead = "write a number from 1 to 1000.",
    };

    internal static readonly RunOption<decimal> MaxCostPerAttemptOption = new("--max-cost-per-attempt")
    {
        HelpName = "USD",
        Help = "Issue tasks: no call of an attempt starts beyond this sum. Default: 3.",
        Default = new AgentOptions().CostLimitUsd,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        DecidesEffort = true,
        Holds = value => value > 0,
        Instead = "write a sum above 0.",
    };

    internal static readonly RunOption<double> AttemptTimeoutOption = new("--attempt-timeout")
    {
        HelpName = "SECONDS",
        Help = "Issue tasks: time for all of an agent's attempt; what has changed by then is its patch. Default: 1800.",
        Default = new AgentOptions().Time.TotalSeconds,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        DecidesEffort = true,
        Holds = value => value is > 0 and <= 86_400,
        Instead = "write seconds from 1 to 86400.",
    };

    internal static readonly RunOption<double> CommandTimeoutOption = new("--command-timeout")
    {
        HelpName = "SECONDS",
        Help = "Issue tasks: time for one command. Default: 60.",
        Default = new AgentOptions().CommandTime.TotalSeconds,
        Stored = OptionStorage.UnlessDefault,
        Decides = Decides.Answers,
        Holds = value => value is > 0 and <= 3600,
        Instead = "write seconds from 1 to 3600.",
    };

    /// <summary>How far a model may go on an issue.</summary>
    public AgentOptions Agent
    {
        get => new()
        {
            MaxSteps = Get(MaxStepsOption),
            CostLimitUsd = Get(MaxCostPerAttemptOption),
            Time = TimeSpan.FromSeconds(Get(AttemptTimeoutOption)),
            CommandTime = TimeSpan.FromSeconds(Get(CommandTimeoutOption)),
        };
        init
        {
            Set(MaxStepsOption, value.MaxSteps);
            Set(MaxCostPerAttemptOption, value.CostLimitUsd);
            Set(AttemptTimeoutOption, value.Time.TotalSeconds);
            Set(CommandTimeoutOption, value.CommandTime.TotalSeconds);
        }
    }

    /// <summary>What work on issues needs of all this.</summary>
    public IssueOptions Issues => new()
    {
        Scaffold = Scaffold, EditFormat = EditFormat, Agent = Agent, Repositories = Repositories,
        TestTimeout = TimeSpan.FromSeconds(TestTimeoutSeconds),
    };

    private static IReadOnlyList<RunOption> OfIssues =>
    [
        RepositoriesOption,
        TestTimeoutOption,
        ScaffoldOption,
        EditFormatOption,
        MaxStepsOption,
        MaxCostPerAttemptOption,
        AttemptTimeoutOption,
        CommandTimeoutOption,
    ];

    private static bool HoldsPassword(string place) =>
        Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") && address.UserInfo.Length > 0;
}
