namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What is known of an exception of the other side.</summary>
/// <param name="Types">The full names of its types, the thrown one first.</param>
/// <param name="Message">Its message.</param>
/// <param name="Parameter">The parameter that it names.</param>
/// <param name="Object">The number under which the sender keeps it; 0 for none.</param>
/// <param name="Yours">The number under which the receiver keeps it; 0 where it did not come from there.</param>
/// <param name="Inner">Its inner exceptions.</param>
internal sealed record ImportedException(IReadOnlyList<string> Types, string Message, string? Parameter, long Object, long Yours,
    IReadOnlyList<Exception> Inner);
