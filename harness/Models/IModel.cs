namespace Eval.Harness.Models;

/// <summary>
/// A model that can be asked. One call of <see cref="CompleteAsync"/> waits for a free connection, retries what may be retried and clocks
/// only the try that succeeded. Thread-safe. Record, replay and cache are wrappers of this interface.
/// </summary>
internal interface IModel
{
    ModelSpec Spec { get; }

    /// <exception cref="ModelCallException">No try succeeded, or retrying is pointless.</exception>
    Task<Completion> CompleteAsync(ModelRequest request, CancellationToken ct);
}
