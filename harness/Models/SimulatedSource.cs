namespace Eval.Harness.Models;

/// <summary>A model that the program itself simulates and serves.</summary>
/// <param name="Endpoint">Where it is served.</param>
internal sealed record SimulatedSource(ProviderSpec Endpoint) : HttpSource(Endpoint)
{
    /// <summary>The port is another one every time and says nothing.</summary>
    public override string Address => "simulated";
}
