namespace Eval.Sandboxes.Probes;

/// <summary>A hostile program and how one sees that it got nowhere.</summary>
public sealed record SandboxProbe
{
    /// <summary>Gets what is tried, in a few words.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the hostile answer: C# that declares <c>Attack.Run()</c>, which returns a string.</summary>
    public required string Answer { get; init; }

    /// <summary>Gets a value indicating whether reflection is refused, as it is where assertions are decided in the answer's process.</summary>
    public bool ForbidReflection { get; init; }

    /// <summary>
    /// Gets the driver's check. Default: the returned string is reported as a value; the words <c>GOT THROUGH</c> in it tell of an escape.
    /// </summary>
    public string Check { get; init; } = "global::Eval.Runtime.Checks.Value(0, () => Attack.Run())";

    /// <summary>Gets a value indicating whether reporting the value <c>right</c>, or an assertion that holds, would be a false pass. Default: no.</summary>
    public bool MustNotPass { get; init; }
}
