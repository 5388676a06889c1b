namespace Eval.Sandboxes;

/// <summary>A program to run: the model's answer together with the driver that calls it.</summary>
public sealed record ExecutionRequest
{
    /// <summary>
    /// The name of the trusted file whose definitions stand before the tests, for instance a prompt with helper functions.
    /// </summary>
    public const string Given = "given";

    /// <summary>Gets the language, for instance <c>csharp</c>.</summary>
    public required string Language { get; init; }

    /// <summary>
    /// Gets the source files. For C#: one of them, the trusted driver, declares <c>EvalDriver.Run()</c>, which reports through
    /// <c>Eval.Runtime.Checks</c>. The usual implicit usings apply, and DEBUG is defined.
    /// </summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>
    /// Gets a value indicating whether a program that uses reflection, native code or unsafe access is refused
    /// (<see cref="ExecutionStatus.Forbidden"/>): needed where assertions run in the program's own process and could be forged. Types that
    /// hide those of .NET are then refused as well (<see cref="ExecutionStatus.CompileFailed"/>), and operators by which the program would
    /// decide what it equals. Default: no.
    /// </summary>
    public bool ForbidReflection { get; init; }

    /// <summary>
    /// Gets the tests, compiled by themselves, that run in another process than the answer; of the trusted files it is then only looked at
    /// whether they fit the answer. <see langword="null"/> runs them in the answer's process. Default: <see langword="null"/>. C# only.
    /// </summary>
    public CheckerProgram? Checker { get; init; }

    /// <summary>
    /// Gets the names that trusted files call in the answer, where the two run in processes of their own. Not used for C#. Default: none.
    /// </summary>
    public IReadOnlyList<string> EntryPoints { get; init; } = [];

    /// <summary>
    /// Gets the names of classes that the task, not the answer, asks for. Only then has an answer's own object a say in whether it equals
    /// another one. Default: none.
    /// </summary>
    public IReadOnlyList<string> AskedClasses { get; init; } = [];

    /// <summary>Gets the limits.</summary>
    public ResourceLimits Limits { get; init; } = new();
}
