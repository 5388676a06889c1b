using System.Diagnostics.CodeAnalysis;
using Eval.Sandboxes.Worker.Driving;
using Eval.Sandboxes.Worker.Frames;

// Drivers are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Runtime;

/// <summary>What a driver reports through.</summary>
[SuppressMessage("Design", "CA1031", Justification = "Whatever the answer throws is an observation.")]
public static class Checks
{
    [SuppressMessage("Usage", "CA2211", Justification = "Set once before the answer is loaded.")]
    private static Channel? channel;

    /// <summary>Gets or sets what says why nothing that is seen counts any more; null where nothing says so.</summary>
    internal static Func<string?>? Objection { get; set; }

    /// <summary>Reports what a call returns or throws; a task is awaited.</summary>
    public static void Value(int check, Func<object?> call)
    {
        try
        {
            var value = Awaited.Value(call());
            if (Objection?.Invoke() is { } why)
            {
                channel!.Report(FrameKind.Failed, check, why);
            }
            else if (CanonicalJson.Write(value, channel!.Left) is { } json)
            {
                channel.Report(FrameKind.Value, check, json);
            }
            else
            {
                channel.TooMuch();
            }
        }
        catch (Exception e)
        {
            Threw(check, e);
        }
    }

    /// <summary>Reports what an asynchronous call returns or throws.</summary>
    public static void ValueAsync(int check, Func<Task<object?>> call) => Value(check, call);

    /// <summary>
    /// Returns a value that a method is called on, and throws where that call would: on null, unless that is a nullable value type's, which
    /// can be called.
    /// </summary>
    [SuppressMessage("Usage", "CA2201", Justification = "It stands for the call that throws.")]
    public static T Receiver<T>(T value) =>
        value is null && Nullable.GetUnderlyingType(typeof(T)) is null ? throw new NullReferenceException() : value;

    /// <summary>Reports whether an assertion holds.</summary>
    public static void That(int check, bool held, string? message = null)
    {
        var why = Objection?.Invoke();
        channel!.Report(held && why is null ? FrameKind.Held : FrameKind.Failed, check, why ?? (held ? "" : message ?? ""));
    }

    /// <summary>Reports that a test ran to its end, or what it threw.</summary>
    public static void Run(int check, Action body)
    {
        try
        {
            body();
            That(check, held: true);
        }
        catch (Exception e)
        {
            Threw(check, e);
        }
    }

    /// <summary>Reports that an asynchronous test ran to its end, or what it threw.</summary>
    public static void RunAsync(int check, Func<Task> body) => Run(check, () => body().GetAwaiter().GetResult());

    internal static void Open(Channel opened)
    {
        channel = opened;
        Canaries.Open(opened);
    }

    private static void Threw(int check, Exception e)
    {
        if (Objection?.Invoke() is { } why)
        {
            channel!.Report(FrameKind.Failed, check, why);
            return;
        }

        var inner = e is AggregateException { InnerExceptions: [var only] } ? only : e;
        channel!.Report(FrameKind.Exception, check, ExceptionText.Types(inner), ExceptionText.Message(inner));
    }
}
