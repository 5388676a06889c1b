using System.CommandLine;
using System.Globalization;
using Eval.Reports.Routing.Evaluation;
using Eval.Reports.Routing.Search;

namespace Eval.Harness.CommandLine;

/// <summary>The options that say what a policy has to keep to.</summary>
internal sealed class RouteOptionSet
{
    private readonly Option<string?> _baseline = new("--baseline-model") { HelpName = "MODEL", Description = "The model in use today, with which everything is compared. Default: the one with the highest quality." };
    private readonly Option<double> _margin = new("--margin") { HelpName = "RATE", Description = "Loss of quality that is bearable; declare it before you look.", DefaultValueFactory = _ => RoutingOptions.DefaultMargin };
    private readonly Option<double?> _cost = new("--max-cost-per-task") { HelpName = "USD", Description = "Most that a task may cost on average." };
    private readonly Option<double?> _ttft = new("--max-ttft-p90") { HelpName = "MS", Description = "Most that the 90th percentile of the time to first token may be. A cascade shows nothing before its verdict." };
    private readonly Option<double?> _latency = new("--max-latency-p90") { HelpName = "MS", Description = "Most that the 90th percentile of the latency may be." };
    private readonly Option<int> _providers = new("--min-providers") { HelpName = "N", Description = "Providers that can answer each request: 2 puts a stand-in behind every model.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _difficulty = new("--caller-tells-difficulty") { Description = "Allow rules by difficulty, because callers will send it with each request; otherwise such rules are an upper bound." };
    private readonly Option<string?> _errors = new("--assume-verifier") { HelpName = "FA,FR", Description = "Try cascades with a verifier that accepts FA of wrong and rejects FR of right answers, for instance 0.1,0.05. Assumed, not measured." };
    private readonly Option<string?> _url = new("--verifier-url") { HelpName = "URL", Description = "The service that verifies answers in production: of an assumed verifier, and in exports." };
    private readonly Option<double> _verifierCost = new("--verifier-cost") { HelpName = "USD", Description = "What one verification costs.", DefaultValueFactory = _ => 0 };
    private readonly Option<double?> _verifierLatency = new("--verifier-latency") { HelpName = "MS", Description = "How long one verification takes. Default: as long as the tests ran." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _baseline, _margin, _cost, _ttft, _latency, _providers, _difficulty, _errors, _url, _verifierCost, _verifierLatency })
        {
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">With every mistake.</exception>
    public RoutingOptions Read(ParseResult parsed)
    {
        var mistakes = new List<string>();
        void Check(string option, double? value, double least, double most, string what)
        {
            if (value is { } number && !(number >= least && number <= most))
            {
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{option} {number}: {what}."));
            }
        }

        Check("--margin", parsed.GetValue(_margin), 0, 0.5, "write a rate from 0 to 0.5, for instance 0.02 for two percentage points");
        Check("--max-cost-per-task", parsed.GetValue(_cost), 0, double.MaxValue, "write USD of at least 0");
        Check("--max-ttft-p90", parsed.GetValue(_ttft), 0, double.MaxValue, "write milliseconds of at least 0");
        Check("--max-latency-p90", parsed.GetValue(_latency), 0, double.MaxValue, "write milliseconds of at least 0");
        Check("--min-providers", parsed.GetValue(_providers), 1, 2, "write 1 or 2");
        Check("--verifier-cost", parsed.GetValue(_verifierCost), 0, double.MaxValue, "write USD of at least 0");
        Check("--verifier-latency", parsed.GetValue(_verifierLatency), 0, double.MaxValue, "write milliseconds of at least 0");
        var errors = Errors(parsed.GetValue(_errors), mistakes);
        var url = Url(parsed.GetValue(_url), mistakes);
        if (errors is not null && url is null && parsed.GetValue(_url) is null)
        {
            mistakes.Add("--assume-verifier needs --verifier-url, the service that will verify; a policy without it could not be followed.");
        }

        return mistakes.Count > 0 ? throw new UsageException(mistakes) : new RoutingOptions
        {
            BaselineModel = parsed.GetValue(_baseline),
            Margin = parsed.GetValue(_margin),
            MaxCostPerTaskUsd = parsed.GetValue(_cost),
            MaxTtftP90Ms = parsed.GetValue(_ttft),
            MaxLatencyP90Ms = parsed.GetValue(_latency),
            MinProviders = parsed.GetValue(_providers),
            CallerTellsDifficulty = parsed.GetValue(_difficulty),
            VerifierUrl = url,
            Assumptions = new ReplayAssumptions { AssumedErrors = errors, VerifierCostUsd = parsed.GetValue(_verifierCost), VerifierLatencyMs = parsed.GetValue(_verifierLatency) },
        };
    }

    private static VerifierErrors? Errors(string? text, List<string> mistakes)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 ? rate : (double?)null).ToList();
        if (parts is [{ } accepts, { } rejects])
        {
            return new VerifierErrors(accepts, rejects);
        }

        mistakes.Add($"--assume-verifier {text}: write two rates from 0 to 1, wrong answers accepted and right ones rejected, for instance 0.1,0.05.");
        return null;
    }

    private static Uri? Url(string? text, List<string> mistakes)
    {
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            return text is null ? null : new Uri(text);
        }

        mistakes.Add($"--verifier-url {text}: write the whole address, with http:// or https://.");
        return null;
    }
}
