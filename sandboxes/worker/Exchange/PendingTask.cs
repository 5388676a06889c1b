namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A task of the other side that has not ended.</summary>
/// <param name="Result">The type of its result; null where it has none.</param>
/// <param name="Succeed">Ends it well.</param>
/// <param name="Fail">Ends it with an exception.</param>
internal sealed record PendingTask(Type? Result, Action<object?> Succeed, Action<Exception> Fail);
