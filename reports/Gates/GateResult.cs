namespace Eval.Reports.Gates;

/// <summary>What a gate saw of a model and what it made of it.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Model">The model; empty when the gate is for models that the run does not have.</param>
/// <param name="IsPassed">Whether the condition is met. What is not known does not pass.</param>
/// <param name="Reason">What was seen and why that passes or fails.</param>
public sealed record GateResult(Gate Gate, string Model, bool IsPassed, string Reason);
