using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Simulation;

/// <summary>The simulated models by name.</summary>
internal static class SimulatedProvider
{
    public const string Name = "sim";

    private static readonly DateOnly Invented = new(2026, 1, 1);

    public static readonly IReadOnlyList<SimulatedProfile> Profiles =
    [
        new()
        {
            Name = "strong",
            Description = "right nine times in ten, dear, rather slow",
            Price = PriceOf(3, 15),
            Skill = 0.97,
            DifficultyCost = 0.05,
            ClassCost = new Dictionary<string, double> { ["multi-constraint"] = 0.03, ["library-api"] = 0.02, ["issue-resolution"] = 0.1,
                ["long-context"] = 0.15 },
            TtftMedianMs = 350,
            TokensPerSecond = 700,
        },
        new()
        {
            Name = "mid",
            Description = "between strong and cheap in everything",
            Price = PriceOf(0.8m, 3.2m),
            Skill = 0.93,
            DifficultyCost = 0.10,
            ClassCost = new Dictionary<string, double> { ["multi-constraint"] = 0.08, ["library-api"] = 0.06, ["issue-resolution"] = 0.2,
                ["long-context"] = 0.35 },
            TtftMedianMs = 250,
            TokensPerSecond = 900,
        },
        new()
        {
            Name = "cheap",
            Description = "nearly as good on simple completions, weak on complex tasks and libraries, twenty times cheaper",
            Price = PriceOf(0.15m, 0.6m),
            Skill = 0.92,
            DifficultyCost = 0.17,
            ClassCost = new Dictionary<string, double> { ["multi-constraint"] = 0.12, ["library-api"] = 0.22, ["issue-resolution"] = 0.35,
                ["long-context"] = 0.6 },
            TtftMedianMs = 150,
            TokensPerSecond = 1200,
        },
        new()
        {
            Name = "reasoning",
            Description = "thinks before it answers: many paid tokens before the first visible one",
            Price = PriceOf(1.1m, 4.4m),
            Skill = 0.98,
            DifficultyCost = 0.03,
            TtftMedianMs = 200,
            TokensPerSecond = 1500,
            ReasoningTokens = 600,
        },
        new()
        {
            Name = "slow",
            Description = "as good as mid; the first token takes two seconds",
            Price = PriceOf(0.5m, 1.5m),
            Skill = 0.93,
            DifficultyCost = 0.10,
            TtftMedianMs = 2000,
            TokensPerSecond = 150,
        },
        new()
        {
            Name = "flaky",
            Description = "as good as mid when it answers: rate limits, errors and broken streams",
            Price = PriceOf(0.5m, 1.5m),
            Skill = 0.93,
            DifficultyCost = 0.10,
            TtftMedianMs = 200,
            TokensPerSecond = 900,
            RateLimitRate = 0.10,
            ServerErrorRate = 0.15,
            BrokenStreamRate = 0.10,
        },
    ];

    public static IEnumerable<string> Names => Profiles.Select(profile => profile.Name);

    /// <summary>Returns the profile of a name without the provider in front, or null.</summary>
    public static SimulatedProfile? Find(string name) => Profiles.FirstOrDefault(profile => profile.Name == name);

    /// <summary>Returns the provider for a server that is up.</summary>
    public static SimulatedSource At(Uri baseUrl) => new(new ProviderSpec { Name = Name, BaseUrl = baseUrl });

    private static Price PriceOf(decimal input, decimal output) => new()
    {
        InputUsdPerMillionTokens = input,
        CachedInputUsdPerMillionTokens = input / 10,
        OutputUsdPerMillionTokens = output,
        AsOf = Invented,
        Source = "invented",
    };
}
