using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Eval.Harness.Tests.Serving;
using OpenAI;
using OpenAI.Chat;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class ServeTests : IDisposable
{
    private const string Key = "sk-whole-program-secret-0123456789";
    private readonly EvalProcess _eval = new();

    public ServeTests() => _eval.Environment["OPENAI_API_KEY"] = Key;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_proxy_that_is_killed_can_be_started_again_and_its_log_holds_whole_lines()
    {
        await using var endpoint = new EchoEndpoint { Pause = TimeSpan.FromMilliseconds(50) };
        await endpoint.StartAsync();
        _eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl.AbsoluteUri;
        WritePolicy("\"m\"");
        var port = FreePort();
        for (var i = 0; i < 2; i++)
        {
            using var process = await StartAsync(port);
            var client = Client(port);
            Assert.Equal(EchoEndpoint.Words, (await AskAsync(client)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
            var open = Enumerable.Range(0, 5).Select(_ => AskAsync(client)).ToList();
            await Task.Delay(300, Ct);
            process.Kill();
            await process.WaitForExitAsync(Ct);

            // None of them may look like a whole answer.
            foreach (var cut in open)
            {
                await Assert.ThrowsAnyAsync<Exception>(() => cut);
            }
        }

        var lines = ServedPolicy.ReadShared(Path.Combine(_eval.Folder, "log.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Equal(200, JsonDocument.Parse(line).RootElement.GetProperty("status").GetInt32()));
        Assert.DoesNotContain(Key, string.Concat(lines));
    }

    [Fact]
    public async Task Ctrl_c_gives_open_streams_the_time_to_end()
    {
        await using var endpoint = new EchoEndpoint { Pause = TimeSpan.FromMilliseconds(50) };
        await endpoint.StartAsync();
        _eval.Environment["OPENAI_BASE_URL"] = endpoint.BaseUrl.AbsoluteUri;
        WritePolicy("\"m\"");
        var port = FreePort();
        using var process = await StartAsync(port);
        var open = AskAsync(Client(port));
        await Task.Delay(300, Ct);

        using (var kill = Process.Start(Require.Tool("kill"), ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(Ct);
        }

        Assert.Equal(EchoEndpoint.Words, (await open).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        await process.WaitForExitAsync(Ct);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Simulated_models_are_served_too()
    {
        WritePolicy("""{ "kind": "failover", "policies": ["sim/cheap", "sim/strong"] }""");
        var port = FreePort();
        using var process = await StartAsync(port);

        Assert.NotEmpty(await AskAsync(Client(port)));

        process.Kill();
    }

    [Fact]
    public async Task Who_else_gets_requests_and_answers_is_said_at_the_start()
    {
        WritePolicy("""
            { "kind": "cascade", "stages": [
                { "policy": "m", "verify": [{ "kind": "webhook", "url": "https://one.example/verify" }] },
                { "policy": "n", "verify": [{ "kind": "webhook", "url": "https://two.example/verify" }] },
                { "policy": "o" }] }
            """);
        using var process = _eval.StartInterruptible("serve", "--policy", "p.json", "--port", "0");
        var said = "";
        while (!said.Contains("serving ", StringComparison.Ordinal) && await process.StandardError.ReadLineAsync(Ct) is { } line)
        {
            said += line + "\n";
        }

        process.Kill();
        Assert.Contains("https://one.example/verify verifies answers: it gets requests and answers of this proxy.", said);
        Assert.Contains("https://two.example/verify verifies answers", said);
    }

    [Theory]
    [InlineData("\"m\"", "--host 0.0.0.0", "add --token-env NAME")]
    [InlineData("\"m\"", "--host 0.0.0.0 --token-env NOT_SET", "the environment variable is not set")]
    [InlineData("\"m\"", "--host example.org", "write an address")]
    [InlineData("\"m\"", "--port 70000", "from 0 to 65535")]
    [InlineData("\"m\"", "--verifier nowhere", "write the whole address")]
    [InlineData("""{ "kind": "cascade", "stages": [{ "policy": "m", "verify": [{ "kind": "build" }] }, { "policy": "n" }] }""", "",
        "add --verifier URL")]
    [InlineData("""{ "kind": "cascade", "stages": [{ "policy": "m", "verify": [{ "kind": "hidden_tests" }] }, { "policy": "n" }] }""", "",
        "hidden tests")]
    [InlineData("""{ "kind": "by_class", "feature": "difficulty", "rules": {}, "default": "m" }""", "",
        "nobody knows when the request is made")]
    [InlineData("{}", "", "field policy.kind")]
    [InlineData("""{ "kind": "failover", "policies": ["p", "q"] }""", "", "the policy is called like one of its models, p,")]
    [InlineData("""{ "kind": "cascade", "stages": [{ "policy": { "kind": "failover", "policies": ["m", "n"], "retries": 20 }, "verify": [{ "kind": "self_consistency", "samples": 100 }] }, { "policy": "n" }] }""", "", "it may make 4201 calls for one request")]
    [InlineData("""{ "kind": "cascade", "stages": [{ "policy": "m", "verify": [{ "kind": "webhook", "url": "http://user:hunter2@127.0.0.1:9/x" }] }, { "policy": "n" }] }""", "", "without a name, a password or a query")]
    [InlineData("""{ "kind": "cascade", "stages": [{ "policy": "m", "verify": [{ "kind": "webhook", "url": "http://127.0.0.1:9/x?key=hunter2" }] }, { "policy": "n" }] }""", "", "without a name, a password or a query")]
    public async Task What_cannot_be_served_is_refused_at_the_start(string policy, string options, string because)
    {
        WritePolicy(policy);

        var result = await _eval.RunAsync(["serve", "--policy", "p.json", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(because, result.Error);
        Assert.DoesNotContain(Key, result.Error);
        Assert.DoesNotContain("hunter2", result.Error);
    }

    [Fact]
    public async Task An_address_of_another_machine_cannot_be_listened_on_and_that_is_said()
    {
        WritePolicy("\"m\"");
        _eval.Environment["TOKEN"] = "t";

        var result = await _eval.RunAsync("serve", "--policy", "p.json", "--host", "203.0.113.9", "--token-env", "TOKEN");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("203.0.113.9:8160 cannot be listened on", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Fact]
    public async Task Without_a_policy_or_a_free_port_there_is_a_sentence()
    {
        var none = await _eval.RunAsync("serve");
        WritePolicy("\"m\"");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var busy = await _eval.RunAsync("serve", "--policy", "p.json", "--port", $"{((IPEndPoint)taken.LocalEndpoint).Port}");

        Assert.Equal((2, 3), (none.ExitCode, busy.ExitCode));
        Assert.Contains("No policy is named", none.Error);
        Assert.Contains("already in use", busy.Error);
    }

    private void WritePolicy(string policy) =>
        File.WriteAllText(Path.Combine(_eval.Folder, "p.json"), $"{{ \"schema\": 1, \"name\": \"p\", \"policy\": {policy} }}");

    private async Task<Process> StartAsync(int port)
    {
        var process = _eval.StartInterruptible("serve", "--policy", "p.json", "--port", $"{port}", "--log", "log.jsonl");
        while (await process.StandardError.ReadLineAsync(Ct) is { } line)
        {
            if (line.StartsWith("serving ", StringComparison.Ordinal))
            {
                return process;
            }
        }

        throw new InvalidOperationException("serve ended without serving.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static ChatClient Client(int port) => new(
        "auto", new ApiKeyCredential("none"),
            new OpenAIClientOptions { Endpoint = new Uri($"http://127.0.0.1:{port}/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private static async Task<string> AskAsync(ChatClient client)
    {
        var text = "";
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("hello")], cancellationToken: Ct))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        return text;
    }
}
