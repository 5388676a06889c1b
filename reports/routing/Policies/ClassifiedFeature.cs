namespace Eval.Routing.Policies;

/// <summary>What a classifier read from a prompt.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value; <see langword="null"/> when the prompt said nothing about it.</param>
public sealed record ClassifiedFeature(string Feature, string? Value);
