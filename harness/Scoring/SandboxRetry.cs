using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>A failure of the machinery is tried once more before it costs anything.</summary>
internal static class SandboxRetry
{
    /// <exception cref="SandboxUnavailableException">It failed both times.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> judge)
    {
        try
        {
            return await judge();
        }
        catch (SandboxUnavailableException)
        {
            return await judge();
        }
    }
}
