namespace Eval.Harness.Options;

/// <content>Options: how a model is sampled.</content>
internal sealed partial record RunOptions
{
    internal static readonly RunOption<int> SamplesOption = new("--samples")
    {
        Aliases = ["--epochs", "--repeat"],
        HelpName = "N",
        Help = "Completions per task and model, for pass@k. Default: 1.",
        Default = 1,
        Decides = Decides.Answers,
        Holds = value => value is >= 1 and <= 1000,
        Instead = "write a number from 1 to 1000.",
    };

    /// <summary>Completions per task and model. Default: 1.</summary>
    public int Samples
    {
        get => Get(SamplesOption);
        init => Set(SamplesOption, value);
    }

    internal static readonly RunOption<double?> TemperatureOption = new("--temperature")
    {
        HelpName = "X",
        Help = "Sampling temperature, 0 to 2. Default: the endpoint's.",
        Holds = value => value is >= 0 and <= 2,
        Instead = "write a number from 0 to 2.",
    };

    /// <summary>Default: not sent, the endpoint decides.</summary>
    public double? Temperature
    {
        get => Get(TemperatureOption);
        init => Set(TemperatureOption, value);
    }

    internal static readonly RunOption<int?> MaxTokensOption = new("--max-tokens")
    {
        HelpName = "N",
        Help = "Maximum output tokens of a reply. Default: the endpoint's.",
        Holds = value => value > 0,
        Instead = "write a number of at least 1.",
    };

    /// <summary>The maximum output tokens. Default: not sent, the endpoint decides.</summary>
    public int? MaxTokens
    {
        get => Get(MaxTokensOption);
        init => Set(MaxTokensOption, value);
    }

    internal static readonly RunOption<long?> SeedOption = new("--seed")
    {
        HelpName = "N",
        Help = "Seed sent with every request (sample n gets seed + n). Default: none; 1 for sim/ models.",
    };

    /// <summary>Default: not sent; 1 for simulated models.</summary>
    public long? Seed
    {
        get => Get(SeedOption);
        init => Set(SeedOption, value);
    }

    /// <summary>What choosing a model's parameters needs of all this.</summary>
    public SamplingOptions Sampling => new(Temperature, MaxTokens, Seed);

    private static IReadOnlyList<RunOption> OfSampling =>
    [
        SamplesOption,
        TemperatureOption,
        MaxTokensOption,
        SeedOption,
    ];
}
