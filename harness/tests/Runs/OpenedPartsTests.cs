using Eval.Harness.Runs;

namespace Eval.Harness.Tests.Runs;

public sealed class OpenedPartsTests
{
    [Fact]
    public async Task They_close_once_and_the_last_one_first()
    {
        var closed = new List<string>();
        var parts = new OpenedParts();
        Assert.Equal("first", parts.Add(new Part("first", closed)).Name);
        parts.Add(new Part("second", closed));

        await parts.DisposeAsync();
        await parts.DisposeAsync();

        Assert.Equal(["second", "first"], closed);
    }

    private sealed class Part(string name, List<string> closed) : IAsyncDisposable
    {
        public string Name => name;

        public ValueTask DisposeAsync()
        {
            closed.Add(name);
            return ValueTask.CompletedTask;
        }
    }
}
