using Eval.Results.Statistics;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>What a search found, and everything a reader needs to judge it.</summary>
public sealed record RoutingResult
{
    /// <summary>Gets the outcomes it was found on.</summary>
    public required RoutingTable Table { get; init; }

    /// <summary>Gets what was asked for.</summary>
    public required RoutingOptions Options { get; init; }

    /// <summary>
    /// Gets what reads a feature from the prompts, trained on all of them, with how often it was right on held-out ones;
    /// <see langword="null"/> when callers declare.
    /// </summary>
    public PromptClassifier? Classifier { get; init; }

    /// <summary>Gets the model everything is compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>Gets the cheapest single model within the margin of the baseline: what routing has to beat.</summary>
    public required string CheapestSingle { get; init; }

    /// <summary>Gets the models, the outcomes of the searches, and the upper bounds.</summary>
    public required IReadOnlyList<PolicyRow> Rows { get; init; }

    /// <summary>Gets every policy that was looked at, with in-sample numbers.</summary>
    public required IReadOnlyList<PolicyRow> Considered { get; init; }

    /// <summary>Gets what is recommended, one of <see cref="Rows"/>.</summary>
    public required PolicyRow Recommended { get; init; }

    /// <summary>
    /// Gets a value indicating whether nothing that was measured keeps to the limits, so that the baseline stands where something has to.
    /// </summary>
    public bool IsBeyondLimits { get; init; }

    /// <summary>Gets the recommendation in one sentence, with intervals.</summary>
    public required string Sentence { get; init; }

    /// <summary>Gets where the savings come from.</summary>
    public required SavingsParts Savings { get; init; }

    /// <summary>Gets the router that knows every outcome, which nobody can build; its cost is NaN when unknown.</summary>
    public required CostQualityPoint Oracle { get; init; }

    /// <summary>Gets what each outage would do.</summary>
    public required IReadOnlyList<OutageRow> Outages { get; init; }

    /// <summary>Gets how far the verifiers can be trusted.</summary>
    public required IReadOnlyList<VerifierQuality> Verifiers { get; init; }

    /// <summary>Gets the cascade whose sensitivity to its verifier is shown; <see langword="null"/> when there is none.</summary>
    public CascadePolicy? SensitivityOf { get; init; }

    /// <summary>Gets that sensitivity.</summary>
    public IReadOnlyList<SensitivityPoint> Sensitivity { get; init; } = [];

    /// <summary>Gets the models within each class.</summary>
    public required IReadOnlyList<ClassChoice> Classes { get; init; }

    /// <summary>Gets what these results do not show.</summary>
    public required IReadOnlyList<string> NotShown { get; init; }

    /// <summary>Gets a value indicating whether any model is simulated.</summary>
    public bool IsSimulated => Table.Models.Any(model => model.IsSimulated);
}
