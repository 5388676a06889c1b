namespace Eval.Harness.TestResults;

/// <summary>One of the processes that a runner ran its tests in, each with an exit code of its own.</summary>
/// <param name="Name">What it ran, a file in most cases.</param>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="HasFailed">Whether a test of it failed.</param>
internal sealed record RunnerProcess(string Name, int ExitCode, bool HasFailed);
