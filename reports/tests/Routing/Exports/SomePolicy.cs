using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>Policies over the models alpha, beta and gamma, with everything that a gateway must know of them.</summary>
internal static class SomePolicy
{
    public static readonly SinglePolicy Alpha = new("alpha");
    public static readonly SinglePolicy Beta = new("beta");
    public static readonly SinglePolicy Gamma = new("gamma");

    public static readonly FailoverPolicy Failover = new([Alpha, Beta]);
    public static readonly MixPolicy Mix = new([new MixShare(Alpha, 0.7), new MixShare(Beta, 0.3)]);
    public static readonly HedgePolicy Hedge = new(Alpha, Beta, TimeSpan.FromSeconds(2));
    public static readonly ThresholdPolicy Threshold = new("caller:mf", 0.11593, Beta, Alpha);
    public static readonly CascadePolicy Cascade =
        CascadeOf(new Verifier(VerifierKind.Webhook) { Url = new Uri("https://verifier.example/verify") });
    public static readonly ClassPolicy ByClass = Classes(("completion", Alpha), ("issue-resolution", Beta), ("multi-constraint", Beta));

    /// <summary>A policy of each kind by its name in files.</summary>
    public static readonly IReadOnlyDictionary<string, RoutingPolicy> Kinds = new Dictionary<string, RoutingPolicy>
    {
        ["single"] = Alpha,
        ["by_class"] = ByClass,
        ["threshold"] = Threshold,
        ["cascade"] = Cascade,
        ["failover"] = Failover,
        ["hedge"] = Hedge,
        ["mix"] = Mix,
    };

    public static ClassPolicy Classes(params (string Value, RoutingPolicy Policy)[] rules) =>
        new(RequestFeature.Class, rules.ToDictionary(rule => rule.Value, rule => rule.Policy), Beta);

    public static CascadePolicy CascadeOf(params Verifier[] verify) => new([new CascadeStage(Alpha, verify), new CascadeStage(Beta, [])]);

    public static PolicyModelInfo Model(string name) => new()
    {
        Provider = "acme",
        Model = $"{name}-2026",
        BaseUrl = $"https://{name}.example/v1",
        ApiKeyEnv = $"{name.ToUpperInvariant()}_KEY",
        InputUsdPerMillionTokens = 0.25m,
        OutputUsdPerMillionTokens = 2m,
    };

    /// <summary>Returns the file of a policy that was measured.</summary>
    public static PolicyFile File(RoutingPolicy policy) => new()
    {
        Name = "recommended",
        Policy = policy,
        EvaluatedOn = new PolicyOrigin
        {
            Runs = ["20260102-030405-sample"],
            TaskSetHash = "sha256:0f3c",
            Tasks = 164,
            PricesAsOf = new DateOnly(2026, 1, 1),
            MeasuredAt = An.Start,
        },
        Metrics = new PolicyMetrics
        {
            Quality = new Estimate(0.75, 0.68, 0.81, 164),
            CostPerTaskUsd = new Estimate(0.0081, 0.0071, 0.0092, 164),
            LatencyP50Ms = new Estimate(1200, 1100, double.PositiveInfinity, 164),
            Availability = new Estimate(0.99, 0.97, 1, 164),
            EscalationRate = 0.25,
        },
        Baseline = "beta",
        Margin = 0.02,
        QualityDifference = new Estimate(0.01, -0.015, 0.035, 164),
        Savings = new Estimate(0.4, 0.35, 0.45, 164),
        Verdict = PolicyVerdict.NonInferior,
        Models = new[] { "alpha", "beta", "gamma" }.ToDictionary(name => name, Model),
    };

    /// <summary>Returns the file with what is known of one model changed.</summary>
    public static PolicyFile With(this PolicyFile file, string model, Func<PolicyModelInfo, PolicyModelInfo> change) =>
        file with { Models = file.Models.ToDictionary(entry => entry.Key,
            entry => entry.Key == model ? change(entry.Value) : entry.Value) };
}
