using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>One entry of <c>--models</c>, resolved: whom to ask, with what, and at what price.</summary>
internal sealed record ModelSpec
{
    /// <summary>The name the user typed, for instance <c>gpt-4o-mini</c> or <c>openrouter/qwen/qwen-2.5-coder-32b-instruct</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The identifier sent to the endpoint.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>Where its answers come from.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>What it is asked with besides the prompt.</summary>
    public ModelParameters Parameters { get; init; } = ModelParameters.None;

    public Price? Price { get; init; }

    public int? ContextWindow { get; init; }

    /// <summary>The models that are really asked: itself, or those of a policy.</summary>
    public IReadOnlyList<ModelSpec> Asked => Source is PolicySource policy ? policy.Asked : [this];

    public bool IsSimulated => Source switch
    {
        SimulatedSource => true,
        PolicySource policy => policy.Asked.Any(model => model.IsSimulated),
        _ => false,
    };

    /// <summary>Whether it runs on this machine or a private network, where a host's price list does not hold.</summary>
    public bool IsLocal => Source is HttpSource { Endpoint.IsLocal: true };

    /// <summary>Everything that must be taken out of whatever its endpoints say.</summary>
    public IEnumerable<Redaction.Secret> Secrets =>
        Asked.Select(model => model.Source).OfType<HttpSource>().SelectMany(source => source.Endpoint.Secrets);

    /// <summary>The endpoint of a model that is asked over HTTP.</summary>
    /// <exception cref="InvalidOperationException">It is asked in another way.</exception>
    public ProviderSpec Endpoint => Source is HttpSource source ? source.Endpoint
        : throw new InvalidOperationException($"{Name} has no endpoint.");

    /// <summary>The address that its completions are asked at.</summary>
    public Uri ChatAddress => Endpoint.AddressOf("chat/completions", Parameters.Query);

    /// <summary>Adds its headers and its endpoint's key to a request.</summary>
    public void Authorize(HttpRequestMessage message) => Endpoint.Authorize(message, Parameters.Headers);

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
