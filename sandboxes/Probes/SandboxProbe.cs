namespace Eval.Sandboxes.Probes;

/// <summary>A hostile program and how one sees that it got nowhere.</summary>
public sealed record SandboxProbe
{
    /// <summary>What a probe gets that only the clock can end: nothing of it takes longer where it is honest.</summary>
    internal static readonly TimeSpan SleepersTime = TimeSpan.FromSeconds(2);

    /// <summary>Gets what is tried, in a few words.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it makes use of.</summary>
    public required ProbeShape Shape { get; init; }

    /// <summary>Gets the language. Default: <c>csharp</c>.</summary>
    public string Language { get; init; } = "csharp";

    /// <summary>Gets the data set's tests in other languages than C#: they pass where the probe gets through.</summary>
    public string Tests { get; init; } = "";

    /// <summary>
    /// Gets the hostile answer: in C# it declares <c>Attack.Run()</c>, which returns a string, elsewhere a function <c>f</c>.
    /// </summary>
    public required string Answer { get; init; }

    /// <summary>
    /// Gets an honest answer of the same form, which must pass: a probe that held because nothing passes here would show nothing. Default:
    /// one that gives the right value.
    /// </summary>
    public string? Control { get; init; }

    /// <summary>Gets a second answer, run in the same container, that looks for what the first one left. Default: none.</summary>
    public string? Next { get; init; }

    /// <summary>
    /// Gets how often the answer is run, one time after the other in the same container; none of them may get through. Default: once.
    /// </summary>
    public int Samples { get; init; } = 1;

    /// <summary>
    /// Gets a value indicating whether reflection is refused, as it is where assertions are decided in the answer's process.
    /// </summary>
    public bool ForbidReflection { get; init; }

    /// <summary>
    /// Gets the driver's check. Default: the returned string is reported as a value; the words <c>GOT THROUGH</c> in it tell of an escape.
    /// </summary>
    public string Check { get; init; } = "global::Eval.Runtime.Checks.Value(0, () => Attack.Run())";

    /// <summary>
    /// Gets the time on the clock that the probe gets. Default: 15 s. Less for what sleeps, which only the clock can end.
    /// </summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets a value indicating whether reporting the value <c>right</c>, or an assertion that holds, would be a false pass. Default: no.
    /// </summary>
    public bool MustNotPass { get; init; }
}
