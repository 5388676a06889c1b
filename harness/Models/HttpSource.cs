namespace Eval.Harness.Models;

/// <summary>A source that is asked over HTTP, as OpenAI's endpoint is.</summary>
/// <param name="Endpoint">Whom to ask.</param>
internal abstract record HttpSource(ProviderSpec Endpoint) : ModelSource
{
    public override string Name => Endpoint.Name;

    public override string Place => Endpoint.BaseUrl.AbsoluteUri;
}
