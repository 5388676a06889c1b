using System.Text;
using Eval.Harness.Tests.Models;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class SecretTests : IDisposable
{
    private const string Key = "sk-proj-4f0cA9secretsecret77Zx";
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Theory]
    [InlineData(401, 3)]
    [InlineData(200, 0)]
    public async Task A_key_reaches_no_file_and_no_output_even_when_the_endpoint_repeats_it(int status, int exitCode)
    {
        var packed = Convert.ToBase64String(Encoding.ASCII.GetBytes(Key));
        var body = status == 200
            ? $"{{\"model\":\"{Key}\",\"choices\":[{{\"message\":{{\"content\":\"```csharp\\n// {Key} {packed}\\npublic static class "
            + $"Solution {{}}\\n```\"}},\"finish_reason\":\"{Key}\"}}],"
                + $"\"usage\":{{\"prompt_tokens\":1,\"completion_tokens\":1,\"note\":\"{packed}\"}}}}"
            : $"{{\"error\":{{\"message\":\"Incorrect API key provided: {Key} {packed}\"}}}}";
        await using var server = new ScriptedServer(Enumerable.Repeat(ScriptedServer.Reply(status, body), 20).ToArray());
        _eval.Environment["OPENAI_BASE_URL"] = server.BaseUrl.AbsoluteUri;
        _eval.Environment["OPENAI_API_KEY"] = Key;

        var result = await _eval.RunAsync("--models", "m", "--limit", "1", "--record", "record");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(server.Requests, request => request.Contains(Key, StringComparison.Ordinal));
        foreach (var form in new[] { Key, packed[..^4] })
        {
            Assert.DoesNotContain(form, result.Output + result.Error, StringComparison.Ordinal);
            var bytes = Encoding.UTF8.GetBytes(form);
            Assert.All(Directory.EnumerateFiles(_eval.Folder, "*", SearchOption.AllDirectories),
                file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(bytes) < 0, file));
        }

        Assert.Single(result.Error.Split('\n'), line => line.Contains("repeats a key", StringComparison.Ordinal));
    }
}
