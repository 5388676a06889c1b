using System.CommandLine;
using System.Text.Json;
using Eval.Harness.Configuration;
using Eval.Harness.Options;
using Eval.Routing.Search;

namespace Eval.Harness.CommandLine;

/// <summary>The options that say what a policy has to keep to. What is not given is as the run declared it.</summary>
internal sealed class RouteOptionSet
{
    private readonly Option<string?> _baseline = new("--baseline-model") { HelpName = "MODEL",
        Description = "The model in use today, with which everything is compared. Default: the one with the highest quality." };
    private readonly Option<double?> _margin = new("--margin") { HelpName = "RATE",
        Description = "Non-inferiority margin, the largest acceptable loss of quality; declare it before you look. Default: "
            + $"{RoutingOptions.DefaultMargin}." };
    private readonly Option<double?> _cost = new("--max-cost-per-task") { HelpName = "USD",
        Description = "Maximum mean cost of a task." };
    private readonly Option<double?> _ttft = new("--max-ttft-p90") { HelpName = "MS",
        Description = "Maximum 90th percentile of the time to first token. A cascade shows nothing before its verdict." };
    private readonly Option<double?> _latency = new("--max-latency-p90") { HelpName = "MS",
        Description = "Maximum 90th percentile of the latency." };
    private readonly Option<int?> _providers = new("--min-providers") { HelpName = "N",
        Description = "Providers that can answer each request: 2 puts a stand-in behind every model. Default: 1." };
    private readonly Option<string?> _kinds = new("--kinds") { HelpName = "KINDS",
        Description = "Kinds of policies to try beside single models: rules, cascade, hedge; a comma between them. Default: all." };
    private readonly Option<bool?> _difficulty =
        new("--caller-tells-difficulty") { Description =
        "Allow rules by difficulty, because callers will send it with each request; otherwise such rules are an upper bound.",
        Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _classify = new("--classify") { HelpName = "FEATURE", Description = "class or difficulty: read it "
        + "from the prompt by a classifier that is trained and measured here. With class, callers declare nothing else either." };
    private readonly Option<string?> _errors = new("--assume-verifier") { HelpName = "FA,FR", Description = "Try cascades with a verifier "
        + "that accepts FA of wrong and rejects FR of right answers, for instance 0.1,0.05. Assumed, not measured." };
    private readonly Option<string?> _url = new("--verifier-url") { HelpName = "URL",
        Description = "The service that verifies answers in production: of an assumed verifier, and in exports." };
    private readonly Option<double?> _verifierCost = new("--verifier-cost") { HelpName = "USD",
        Description = "What one verification costs. Default: 0." };
    private readonly Option<double?> _verifierLatency = new("--verifier-latency") { HelpName = "MS",
        Description = "How long one verification takes. Default: as long as the tests ran." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _baseline, _margin, _cost, _ttft, _latency, _providers, _kinds, _difficulty, _classify,
            _errors, _url, _verifierCost, _verifierLatency })
        {
            command.Add(option);
        }
    }

    /// <param name="parsed">The command line.</param>
    /// <param name="declared">What was declared before.</param>
    /// <exception cref="UsageException">With every mistake.</exception>
    public RoutingConfig Read(ParseResult parsed, RoutingConfig declared)
    {
        var config = declared with
        {
            BaselineModel = parsed.GetValue(_baseline) ?? declared.BaselineModel,
            Margin = parsed.GetValue(_margin) ?? declared.Margin,
            MaxCostPerTask = parsed.GetValue(_cost) ?? declared.MaxCostPerTask,
            MaxTtftP90 = parsed.GetValue(_ttft) ?? declared.MaxTtftP90,
            MaxLatencyP90 = parsed.GetValue(_latency) ?? declared.MaxLatencyP90,
            MinProviders = parsed.GetValue(_providers) ?? declared.MinProviders,
            Kinds = parsed.GetValue(_kinds)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                ?? declared.Kinds,
            CallerTellsDifficulty = parsed.GetResult(_difficulty) is null
                ? declared.CallerTellsDifficulty : parsed.GetValue(_difficulty) ?? true,
            Classify = parsed.GetValue(_classify) ?? declared.Classify,
            AssumeVerifier = parsed.GetValue(_errors) ?? declared.AssumeVerifier,
            VerifierUrl = parsed.GetValue(_url) ?? declared.VerifierUrl,
            VerifierCost = parsed.GetValue(_verifierCost) ?? declared.VerifierCost,
            VerifierLatency = parsed.GetValue(_verifierLatency) ?? declared.VerifierLatency,
        };
        var mistakes = config.Mistakes(field => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(field)}").ToList();
        return mistakes.Count > 0 ? throw new UsageException(mistakes) : config;
    }
}
