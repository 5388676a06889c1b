namespace Eval.Harness.Options;

/// <summary>What the command line says of how models are sampled.</summary>
/// <param name="Temperature">Default: the configuration's, or else the endpoint's.</param>
/// <param name="MaxTokens">The maximum number of output tokens. Default: the configuration's, or else the endpoint's.</param>
/// <param name="Seed">Default: not sent; 1 for simulated models.</param>
internal sealed record SamplingOptions(double? Temperature = null, int? MaxTokens = null, long? Seed = null);
