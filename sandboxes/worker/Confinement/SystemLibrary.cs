namespace Eval.Sandboxes.Worker.Confinement;

/// <summary>The system's own library.</summary>
internal static class SystemLibrary
{
    /// <summary>
    /// The name under which it is loaded already, also where it is musl's. A shorter one is looked for in several places first, which takes
    /// a third of a millisecond of every start.
    /// </summary>
    public const string Name = "libc.so.6";
}
