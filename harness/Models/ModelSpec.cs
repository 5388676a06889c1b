using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Harness.Models;

/// <summary>One entry of <c>--models</c>, resolved: whom to ask, how, and at what price.</summary>
internal sealed record ModelSpec
{
    /// <summary>The name the user typed, for instance <c>gpt-4o-mini</c> or <c>openrouter/qwen/qwen-2.5-coder-32b-instruct</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The identifier sent to the endpoint.</summary>
    public required string RequestedModel { get; init; }

    public required ProviderSpec Provider { get; init; }

    /// <summary>Null: not sent, the endpoint's default holds.</summary>
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? MaxOutputTokens { get; init; }

    /// <summary>The seed of sample 0; sample n is asked with seed + n. Null: not sent.</summary>
    public long? Seed { get; init; }

    /// <summary>Returns the seed with which a sample is asked; null: not sent.</summary>
    public long? SeedOf(int sample) => Seed is { } seed ? unchecked(seed + sample) : null;

    public Price? Price { get; init; }

    public int? ContextWindow { get; init; }

    /// <summary>Extra fields of the request body, from the configuration file.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement> ExtraBody { get; init; } = new Dictionary<string, System.Text.Json.JsonElement>();

    /// <summary>The policy that stands in the model's place; null for a model.</summary>
    public PolicyFile? Policy { get; init; }

    /// <summary>The models that the policy may ask.</summary>
    public IReadOnlyList<ModelSpec> Asked { get; init; } = [];

    /// <summary>What the user typed where that is not the name: of a policy its file.</summary>
    public string? Typed { get; init; }

    /// <summary>The policy alone as text, with what reads its requests and without what it was measured on; null for a model.</summary>
    public string? PolicyText => Policy is null ? null : new PolicyFile { Name = Policy.Name, Policy = Policy.Policy, Classifier = Policy.Classifier is { } classifier ? classifier with { Quality = null } : null }.ToJson();

    /// <summary>The services that the policy asks about answers, each once.</summary>
    public IEnumerable<Uri> Webhooks => Policy?.Policy.All.OfType<CascadePolicy>().SelectMany(cascade => cascade.Stages).SelectMany(stage => stage.Verify).Select(verifier => verifier.Url).OfType<Uri>().Distinct() ?? [];

    public bool IsSimulated => Provider.IsSimulated;

    /// <summary>
    /// Returns what a call cost: by our price where there is one and the tokens were told, else what the endpoint says it bills; null where
    /// neither is known.
    /// </summary>
    public decimal? CostUsd(Usage usage)
    {
        var billed = usage.ProviderReportedCostUsd;
        return usage.IsEstimated && billed is not null ? billed : Price?.CostUsd(usage) ?? billed;
    }
}
