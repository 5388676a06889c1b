namespace Eval.Harness.Runs;

/// <summary>What has been opened for a run, closed in the opposite order; closing twice is harmless.</summary>
internal sealed class OpenedParts : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = new();

    /// <summary>Takes a part that is to be closed with the others, and returns it.</summary>
    public T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }
}
