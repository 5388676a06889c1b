namespace Eval.Harness.Tests.WholeProgram;

public sealed class CacheTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Replies_of_earlier_runs_are_taken_only_when_asked_for()
    {
        await using var endpoint = new CountingEndpoint();
        await endpoint.StartAsync();
        _eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl;
        _eval.Environment["OPENAI_API_KEY"] = "none";

        async Task<int> CallsOfRunAsync(params string[] more)
        {
            var before = endpoint.Calls;
            var result = await _eval.RunAsync(["--models", "m", "--limit", "4", .. more]);
            Assert.True(result.ExitCode == 0, result.Error);
            return endpoint.Calls - before;
        }

        Assert.Equal(4, await CallsOfRunAsync());
        Assert.Equal(4, await CallsOfRunAsync());
        Assert.Equal(0, await CallsOfRunAsync("--cache"));
        Assert.Equal(4, await CallsOfRunAsync("--cache", "--no-cache"));
        Assert.Equal(4, await CallsOfRunAsync("--cache", "--temperature", "0.5"));
    }
}
