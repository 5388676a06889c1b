using System.Text;
using Eval.Harness.Tests.Models;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class SecretTests : IDisposable
{
    private const string Key = "sk-proj-4f0cA9secretsecret77Zx";
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public async Task A_key_reaches_no_file_and_no_output_even_when_the_endpoint_repeats_it(int status)
    {
        await using var server = new ScriptedServer(Enumerable.Repeat(ScriptedServer.Reply(status, $"{{\"error\":{{\"message\":\"Incorrect API key provided: {Key}\"}}}}"), 20).ToArray());
        _eval.Environment["OPENAI_BASE_URL"] = server.BaseUrl.AbsoluteUri;
        _eval.Environment["OPENAI_API_KEY"] = Key;

        var result = await _eval.RunAsync("--models", "m", "--limit", "1", "--record", "record");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains(server.Requests, request => request.Contains(Key, StringComparison.Ordinal));
        Assert.DoesNotContain(Key, result.Output + result.Error, StringComparison.Ordinal);
        var key = Encoding.UTF8.GetBytes(Key);
        Assert.All(Directory.EnumerateFiles(_eval.Folder, "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(key) < 0, file));
    }
}
