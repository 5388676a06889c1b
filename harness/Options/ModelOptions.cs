namespace Eval.Harness.Options;

/// <summary>Which models are asked, and how.</summary>
/// <param name="Names">Their names, as typed.</param>
/// <param name="Sampling">How they are sampled.</param>
/// <param name="AreAsked">Whether they are asked now, so that their keys must be there.</param>
internal sealed record ModelOptions(IReadOnlyList<string> Names, SamplingOptions Sampling, bool AreAsked);
