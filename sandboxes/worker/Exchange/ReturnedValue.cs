namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What comes back through a reference.</summary>
/// <param name="Value">The value.</param>
/// <param name="Type">What is declared of it.</param>
internal sealed record ReturnedValue(object? Value, Type Type);
