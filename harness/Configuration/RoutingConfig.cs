using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Results.Records;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;
using Eval.Routing.Search;

namespace Eval.Harness.Configuration;

/// <summary>
/// What a routing policy has to keep to. Declared in the configuration it is kept with each run, so that nobody chooses margin or baseline
/// after seeing results; <c>route</c> has an option of the same name for each field.
/// </summary>
internal sealed record RoutingConfig
{
    private static readonly IReadOnlyDictionary<string, PolicyFamily> KnownKinds = new Dictionary<string, PolicyFamily>
    {
        ["rules"] = PolicyFamily.Rules, ["cascade"] = PolicyFamily.Cascade, ["hedge"] = PolicyFamily.Hedge,
    };

    private static readonly JsonSerializerOptions Stored =
        new(ConfigFile.Format) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [Description("The model in use today, with which everything is compared. Default: the one with the highest quality.")]
    public string? BaselineModel { get; init; }

    [Description("Loss of quality that is bearable; declare it before you look. Default: 0.02, two percentage points.")]
    public double? Margin { get; init; }

    [Description("Most that a task may cost on average, in USD. Default: no limit.")]
    public double? MaxCostPerTask { get; init; }

    [Description("Most that the 90th percentile of the time to first token may be, in ms. Default: no limit.")]
    public double? MaxTtftP90 { get; init; }

    [Description("Most that the 90th percentile of the latency may be, in ms. Default: no limit.")]
    public double? MaxLatencyP90 { get; init; }

    [Description("Providers that can answer each request: 2 puts a stand-in behind every model. Default: 1.")]
    public int? MinProviders { get; init; }

    [Description("Kinds of policies to try beside single models: rules, cascade, hedge. Name them beforehand where your gateway or your "
        + "users cannot do with all. Default: all.")]
    public IReadOnlyList<string>? Kinds { get; init; }

    [Description("Allow rules by difficulty, because callers will send it with each request. Default: no; such rules are an upper "
        + "bound then.")]
    public bool? CallerTellsDifficulty { get; init; }

    [Description("class or difficulty: read it from the prompt by a classifier that is trained and measured on the run. Default: callers "
        + "declare the class.")]
    public string? Classify { get; init; }

    [Description("Rates at which a verifier accepts wrong and rejects right answers, for instance \"0.1,0.05\": assumed, not measured. "
        + "Default: none is assumed.")]
    public string? AssumeVerifier { get; init; }

    [Description("The service that verifies answers in production. Default: none.")]
    public string? VerifierUrl { get; init; }

    [Description("What one verification costs, in USD. Default: 0.")]
    public double? VerifierCost { get; init; }

    [Description("How long one verification takes, in ms. Default: as long as the tests ran.")]
    public double? VerifierLatency { get; init; }

    /// <summary>Returns what is wrong, a sentence each.</summary>
    /// <param name="named">How a field is called where it was written.</param>
    public IEnumerable<string> Mistakes(Func<string, string> named)
    {
        foreach (var (field, value, least, most, what) in new[]
        {
            (nameof(Margin), Margin, 0, 0.5, "write a rate from 0 to 0.5, for instance 0.02 for two percentage points"),
            (nameof(MaxCostPerTask), MaxCostPerTask, 0, double.MaxValue, "write USD of at least 0"),
            (nameof(MaxTtftP90), MaxTtftP90, 0, double.MaxValue, "write milliseconds of at least 0"),
            (nameof(MaxLatencyP90), MaxLatencyP90, 0, double.MaxValue, "write milliseconds of at least 0"),
            (nameof(MinProviders), MinProviders, 1, 2, "write 1 or 2"),
            (nameof(VerifierCost), VerifierCost, 0, double.MaxValue, "write USD of at least 0"),
            (nameof(VerifierLatency), VerifierLatency, 0, double.MaxValue, "write milliseconds of at least 0"),
        })
        {
            if (value is { } number && !(number >= least && number <= most))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{named(field)} {number}: {what}.");
            }
        }

        if (Kinds?.Any(kind => kind is null || !KnownKinds.ContainsKey(kind)) == true)
        {
            yield return $"{named(nameof(Kinds))} {string.Join(',', Kinds)}: choose from {string.Join(", ", KnownKinds.Keys)}.";
        }

        if (Classify is not (null or RequestFeature.Class or RequestFeature.Difficulty))
        {
            yield return $"{named(nameof(Classify))} {Classify}: choose {RequestFeature.Class} or {RequestFeature.Difficulty}.";
        }

        if (Classify is not null && CallerTellsDifficulty == true)
        {
            yield return $"{named(nameof(Classify))} and {named(nameof(CallerTellsDifficulty))} exclude each other: callers tell it, or it "
                + "is read from the prompt.";
        }

        if (AssumeVerifier is not null && Errors() is null)
        {
            yield return $"{named(nameof(AssumeVerifier))} {AssumeVerifier}: write two rates from 0 to 1, wrong answers accepted and right "
                + "ones rejected, for instance 0.1,0.05.";
        }

        if (VerifierUrl is not null && Url() is null)
        {
            yield return $"{named(nameof(VerifierUrl))}: write the whole address, with http:// or https:// and without a name, a password "
                + "or a query, which may be a secret.";
        }

        if (AssumeVerifier is not null && VerifierUrl is null)
        {
            yield return $"{named(nameof(AssumeVerifier))} needs {named(nameof(VerifierUrl))}, the service that will verify; a policy "
                + "without it could not be followed.";
        }
    }

    /// <summary>Returns it as a search takes it.</summary>
    public RoutingOptions ToOptions() => new()
    {
        BaselineModel = BaselineModel,
        Margin = Margin ?? RoutingOptions.DefaultMargin,
        MaxCostPerTaskUsd = MaxCostPerTask,
        MaxTtftP90Ms = MaxTtftP90,
        MaxLatencyP90Ms = MaxLatencyP90,
        MinProviders = MinProviders ?? 1,
        Families = Kinds is null ? PolicyFamily.All : Kinds.Aggregate(PolicyFamily.OneModel, (all, kind) => all | KnownKinds[kind]),
        CallerTellsDifficulty = CallerTellsDifficulty == true,
        Classify = Classify == RequestFeature.Difficulty ? RequestFeature.DeclaredDifficulty : Classify,
        VerifierUrl = Url(),
        Assumptions = new ReplayAssumptions { AssumedErrors = Errors(), VerifierCostUsd = VerifierCost ?? 0,
            VerifierLatencyMs = VerifierLatency },
    };

    /// <summary>Returns what is otherwise here than it was declared, in words; nothing where nothing was declared.</summary>
    public IReadOnlyList<string> ChangesTo(RoutingConfig declared)
    {
        var (now, before) = (JsonSerializer.SerializeToNode(this, Stored)!.AsObject(),
            JsonSerializer.SerializeToNode(declared, Stored)!.AsObject());
        return before.Count == 0 ? [] : [.. now.Select(field => field.Key).Union(before.Select(field => field.Key), StringComparer.Ordinal)
            .Where(field => now[field]?.ToJsonString() != before[field]?.ToJsonString())
            .Select(field =>
                $"{field} {now[field]?.ToJsonString() ?? "not set"} (declared: {before[field]?.ToJsonString() ?? "nothing"})")];
    }

    /// <summary>Returns it in the form that a run keeps.</summary>
    public string ToStored() => JsonSerializer.Serialize(this, Stored);

    /// <summary>Returns what a run keeps; an empty one where it keeps nothing that this version understands.</summary>
    public static RoutingConfig Of(RunSettings settings)
    {
        try
        {
            return settings.Routing is { } text && JsonSerializer.Deserialize<RoutingConfig>(text, Stored) is { } found
                && !found.Mistakes(field => field).Any() ? found : new RoutingConfig();
        }
        catch (JsonException)
        {
            return new RoutingConfig();
        }
    }

    private VerifierErrors? Errors() =>
        AssumeVerifier?.Split(',').Select(Rate).ToList() is [{ } accepts, { } rejects] ? new VerifierErrors(accepts, rejects) : null;

    private static double? Rate(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 ? rate : null;

    private Uri? Url() => Uri.TryCreate(VerifierUrl, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" } ? url : null;
}
