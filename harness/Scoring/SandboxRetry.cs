using Eval.Sandboxes;

namespace Eval.Harness.Scoring;

/// <summary>A failure of the machinery is tried once more before it costs anything.</summary>
internal static class SandboxRetry
{
    /// <exception cref="SandboxUnavailableException">It failed both times.</exception>
    public static async Task<T> RunAsync<T>(Func<Task<T>> score)
    {
        try
        {
            return await score();
        }
        catch (SandboxUnavailableException)
        {
            return await score();
        }
    }
}
