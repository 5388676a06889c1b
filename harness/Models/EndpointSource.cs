namespace Eval.Harness.Models;

/// <summary>An OpenAI-compatible endpoint.</summary>
/// <param name="Endpoint">Whom to ask.</param>
internal sealed record EndpointSource(ProviderSpec Endpoint) : HttpSource(Endpoint)
{
    public override string Address => Endpoint.BaseUrl.GetLeftPart(UriPartial.Path);
}
