using System.Diagnostics.CodeAnalysis;
using Eval.Checking;
using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>An object of the tests' own, which an answer can keep, compare and print.</summary>
[SuppressMessage("Design", "CA1036", Justification = "It stands for an object of a type that is not known here.")]
public class CheckerObject : IRemote, IComparable
{
    /// <inheritdoc/>
    public Handle? Handle { get; set; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is CheckerObject && Ask(Served.AreEqual, typeof(bool), obj) is true);

    /// <inheritdoc/>
    public override int GetHashCode() => Ask(Served.Hash, typeof(int)) as int? ?? 0;

    /// <inheritdoc/>
    public override string ToString() => Ask(Served.String, typeof(string)) as string ?? "";

    /// <inheritdoc/>
    public int CompareTo(object? obj) => Ask(Served.Order, typeof(int), obj) as int? ?? 0;

    private object? Ask(string name, Type result, params object?[] arguments) =>
        Caller.Ask(Handle!.Peer, Handle.Id, name, result, arguments).Value(result);
}
