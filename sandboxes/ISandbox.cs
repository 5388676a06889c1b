namespace Eval.Sandboxes;

/// <summary>A place where model-written code runs. Thread-safe; one instance serves a whole run.</summary>
public interface ISandbox : IAsyncDisposable
{
    /// <summary>Gets the name users choose it by: <c>roslyn</c> or <c>docker</c>.</summary>
    string Name { get; }

    /// <summary>Gets what separates an answer from the machine.</summary>
    IsolationLevel Isolation { get; }

    /// <summary>Gets a value indicating whether programs of the language can be run.</summary>
    bool Runs(string language);

    /// <summary>
    /// Returns a text that is equal only where programs of a language run under equal circumstances, limits aside: isolation, runtime, the
    /// sandbox's own programs or image.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed.</exception>
    Task<string> FingerprintAsync(string language, CancellationToken ct);

    /// <summary>
    /// Runs one program and says what happened. What the program did wrong is in the result.
    /// </summary>
    /// <exception cref="SandboxUnavailableException">The machinery failed; says nothing about the program.</exception>
    Task<ExecutionResult> ExecuteAsync(ExecutionRequest request, CancellationToken ct);
}
