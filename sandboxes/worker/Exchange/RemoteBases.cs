using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Makes what stands for an object of the other side where one of a framework's abstract classes is declared.</summary>
internal static class RemoteBases
{
    /// <summary>The classes through which an object that was handed over may be called.</summary>
    public static readonly IReadOnlyList<Type> Callable = [typeof(TextWriter), typeof(TextReader), typeof(Stream), typeof(TimeProvider),
        typeof(Random)];

    public static object? Create(Handle handle, Type declared) =>
        declared.IsAssignableFrom(typeof(RemoteTextWriter)) ? new RemoteTextWriter { Handle = handle }
        : declared.IsAssignableFrom(typeof(RemoteTextReader)) ? new RemoteTextReader { Handle = handle }
        : declared.IsAssignableFrom(typeof(RemoteStream)) ? new RemoteStream { Handle = handle }
        : declared.IsAssignableFrom(typeof(RemoteTimeProvider)) ? new RemoteTimeProvider { Handle = handle }
        : declared.IsAssignableFrom(typeof(RemoteRandom)) ? new RemoteRandom { Handle = handle }
        : null;
}
