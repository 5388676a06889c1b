namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>
/// What the other side sent is not what the declared types allow. It is noted for good: no test can catch it to the answer's advantage.
/// </summary>
internal sealed class ViolationException : Exception
{
    private static string? first;

    public ViolationException(string message)
        : base(message) => Interlocked.CompareExchange(ref first, message, null);

    /// <summary>The first of this process; null for none.</summary>
    public static string? First => first;
}
