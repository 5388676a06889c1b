using System.Text;
using Docker.DotNet;

namespace Eval.Sandboxes.Workspaces;

/// <summary>
/// The first process of a container, which is there before any command. It takes orders from here alone, and ends all other processes at
/// once, for which it starts none: also where a command has used up all that the container may have.
/// </summary>
internal sealed class ContainerKeeper(MultiplexedStream lifeline) : IDisposable
{
    /// <summary>
    /// What it runs. Its input ends with the harness, and with it the container. It takes in orphans, and waits, without a program, until
    /// nothing but itself is left.
    /// </summary>
    public const string Script = """
        while IFS= read -r _; do
          while set -- /proc/[0-9]*; [ $# -gt 1 ]; do
            kill -KILL -1 2>/dev/null
            IFS= read -r -t 0.02 _; [ $? -ne 1 ] || exit
          done
          echo ended
        done
        """;

    private static readonly byte[] EndRequest = Encoding.ASCII.GetBytes("end\n");

    /// <summary>Ends all other processes; false where the container is gone.</summary>
    public async Task<bool> EndAllAsync(CancellationToken ct)
    {
        try
        {
            await lifeline.WriteAsync(EndRequest, 0, EndRequest.Length, ct);
            var one = new byte[1];
            while (await lifeline.ReadOutputAsync(one, 0, 1, ct) is { EOF: false })
            {
                if (one[0] == '\n')
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // As where the stream has ended.
        }

        return false;
    }

    public void Dispose() => lifeline.Dispose();
}
