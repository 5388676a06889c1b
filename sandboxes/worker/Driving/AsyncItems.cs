namespace Eval.Sandboxes.Worker.Driving;

/// <summary>Reads what an answer yields asynchronously.</summary>
internal static class AsyncItems
{
    private const int MaxStreamed = 1 << 20;

    public static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        // The answer may have set a context of its own, in which nobody goes on.
        await foreach (var item in items.ConfigureAwait(false))
        {
            list.Add(item);
            if (list.Count > MaxStreamed)
            {
                throw new TooLongException();
            }
        }

        return list;
    }
}
