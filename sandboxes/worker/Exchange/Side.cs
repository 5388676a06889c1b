using System.Diagnostics.CodeAnalysis;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>What the checker's end and the answer's end of the exchange do each in its own way.</summary>
internal abstract class Side
{
    /// <summary>What stands for a type that only the other side has.</summary>
    public abstract Type Foreign { get; }

    /// <summary>Whether collections are sent by value where an interface is declared.</summary>
    public abstract bool CopiesCollections { get; }

    /// <summary>The most bytes of a message that this side sends.</summary>
    public abstract long MaxBytes { get; }

    /// <summary>Whether a type is one that the task asks for, as this side knows it.</summary>
    public abstract bool IsAsked(Type type);

    /// <summary>Returns the type of an asked name; null where there is none.</summary>
    public abstract Type? FindAsked(string name);

    /// <summary>Returns a framework's type that the other side may name; null for every other.</summary>
    public abstract Type? FindFramework(string assembly, string fullName);

    /// <summary>Returns what stands here for an object of the other side.</summary>
    public abstract object Import(Peer peer, long id, IReadOnlyList<string> types, Type declared);

    /// <summary>Turns a value into a plain one where the language would do so by itself.</summary>
    public abstract bool TryConvert(object value, Type declared, [NotNullWhen(true)] out object? converted);

    /// <summary>Runs a call of the other side.</summary>
    public abstract void Serve(Peer peer, WireReader call, WireWriter reply);

    /// <summary>Names the types of an object that this side keeps, the nearest first.</summary>
    public abstract IEnumerable<string> NamesOf(object value);

    /// <summary>Returns the exception that another side's stands for.</summary>
    public abstract Exception ImportException(Peer peer, ImportedException read);

    /// <summary>Returns what is thrown where the other side has no member that fits.</summary>
    public virtual Exception Refuse(MissingException missing) => missing;

    /// <summary>Takes what the answer printed.</summary>
    public abstract void Print(string text);

    /// <summary>Tells that a value was larger than a message may be.</summary>
    public virtual void Exceed()
    {
        // What the tests hand over is not limited.
    }

    /// <summary>Takes what is to be sent before the next message.</summary>
    public virtual string? TakePrinted() => null;
}
