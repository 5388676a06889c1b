namespace Eval.Sandboxes;

/// <summary>A sandbox that can run tests in another process than the answer's.</summary>
public interface ISplittingSandbox : ISandbox
{
    /// <summary>Parts the tests of a task from answers, by its reference alone.</summary>
    /// <param name="reference">The reference with its driver and tests.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SandboxUnavailableException">The machinery failed; says nothing about the tests.</exception>
    Task<TestsSplit> SplitAsync(ExecutionRequest reference, CancellationToken ct);
}
