using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Eval.Results.Storage;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>Two variants of one model stay two: in runs, in policy files, in what is served and in what is exported.</summary>
public sealed class VariantTests : IDisposable
{
    private const string Easy = "completion";
    private const string Hard = "library-api";
    private const string Key = "lab-key-0123456789abcdef";
    private const string Low = """{"model":"m-1","temperature":0.2,"top_p":0.95,"max_tokens":512,"reasoning_effort":"low"}""";
    private const string High = """{"model":"m-1","temperature":0.7,"max_tokens":2048,"reasoning_effort":"high"}""";
    private readonly EvalProcess _eval = new();

    public VariantTests() => _eval.Environment["LAB_KEY"] = Key;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_model_is_served_and_exported_as_it_was_measured()
    {
        await using var endpoint = new VariantEndpoint();
        await endpoint.StartAsync();
        WriteConfiguration(endpoint.BaseUrl);
        WriteTasks();
        string[] expected = [Asked(Low), Asked(High)];

        // Measured.
        var run = await _eval.RunAsync("--models", "low,high", "--datasets", "tasks.jsonl", "--no-check", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(expected.Order(StringComparer.Ordinal), endpoint.TakeAsked());

        // Stored and kept in the policy's file, without the key.
        var route = await _eval.RunAsync(
            "route", "latest", "--baseline-model", "high", "--margin", "0.1", "--policy", "rules", "--export", "json", "portkey", "litellm",
                "csharp", "--to", "r");
        Assert.True(route.ExitCode == 0, route.Error);
        var file = PolicyFile.Read(Path.Combine(_eval.Folder, "r", "policy.json"));
        Assert.Equal(("low", "high"), (Assert.IsType<ClassPolicy>(file.Policy).For(Easy).ToString(),
            ((ClassPolicy)file.Policy).For(Hard).ToString()));
        foreach (var (name, fields) in new[] { ("low", Low), ("high", High) })
        {
            Assert.Equal(Text(fields),
                VariantEndpoint.Text(file.Models[name].Parameters!.BodyFields()
                .Append(KeyValuePair.Create("model", JsonSerializer.SerializeToElement("m-1")))));
            Assert.Equal("bench", file.Models[name].Parameters!.Headers["X-Title"]);
        }

        // Run as a policy.
        var live = await _eval.RunAsync("--models", "policy:r/policy.json", "--datasets", "tasks.jsonl", "--no-check", "--quiet",
            "--no-cache");
        Assert.True(live.ExitCode == 0, live.Error);
        Assert.Equal(expected.Order(StringComparer.Ordinal), endpoint.TakeAsked());

        await ServesAsMeasuredAsync(endpoint, expected);
        ExportsAsMeasured();
        foreach (var written in Directory.EnumerateFiles(Path.Combine(_eval.Folder, "r")))
        {
            Assert.DoesNotContain(Key, await File.ReadAllTextAsync(written, Ct));
        }

        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs"), Ct);
        Assert.Equal(["low", "high"],
            (await store.ListRunsAsync(Ct))[0].Models[0].PolicyFollowed!.Models.Select(model =>
            model.Parameters.ExtraBody["reasoning_effort"].GetString()));
    }

    private async Task ServesAsMeasuredAsync(VariantEndpoint endpoint, string[] expected)
    {
        using var process = _eval.StartInterruptible("serve", "--policy", "r/policy.json", "--port", "0");
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(await AddressAsync(process) + "/") };
            await AskAsync(client, Easy, "");
            await AskAsync(client, Hard, "");
            Assert.Equal(expected.Order(StringComparer.Ordinal), endpoint.TakeAsked());

            // The caller's own come first; the limit has two names.
            await AskAsync(client, Easy, "\"temperature\":1,\"max_completion_tokens\":7,\"stream\":true,");
            Assert.Equal(
                [Asked("""{"model":"m-1","temperature":1,"top_p":0.95,"max_completion_tokens":7,"reasoning_effort":"low"}""")],
                    endpoint.TakeAsked());
        }
        finally
        {
            process.Kill();
        }
    }

    private void ExportsAsMeasured()
    {
        string Exported(string name) => File.ReadAllText(Path.Combine(_eval.Folder, "r", name));

        using var portkey = JsonDocument.Parse(Exported("portkey.json"));
        var targets = portkey.RootElement.GetProperty("targets").EnumerateArray()
            .Select(target => VariantEndpoint.Text(target.GetProperty("override_params").EnumerateObject()
                .Select(field => KeyValuePair.Create(field.Name, field.Value))));
        Assert.Equal(new[] { Text(Low), Text(High) }.Order(StringComparer.Ordinal), targets.Order(StringComparer.Ordinal));
        var litellm = Exported("config.yaml");
        Assert.Contains("temperature: 0.2\n    top_p: 0.95\n    max_tokens: 512\n    extra_body:\n      \"reasoning_effort\": \"low\"\n    "
            + "extra_headers:\n      \"X-Title\": \"bench\"\n", litellm);
        Assert.Contains("temperature: 0.7\n    max_tokens: 2048\n    extra_body:\n      \"reasoning_effort\": \"high\"\n", litellm);
        var csharp = Exported("RoutedChatClient.cs");
        Assert.Contains("Temperature = 0.2f, TopP = 0.95f, MaxOutputTokens = 512, Fields = new() { [\"reasoning_effort\"] = "
            + "\"\\u0022low\\u0022\" }, Headers = new() { [\"X-Title\"] = \"bench\" } }", csharp);
        Assert.Contains("Temperature = 0.7f, MaxOutputTokens = 2048, Fields = new() { [\"reasoning_effort\"] = \"\\u0022high\\u0022\" }",
            csharp);
    }

    private static async Task<string> AddressAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync(Ct) is { } line)
        {
            if (line.StartsWith("serving ", StringComparison.Ordinal))
            {
                return line.Split(' ')[1];
            }
        }

        throw new InvalidOperationException("serve ended without serving.");
    }

    private static async Task AskAsync(HttpClient client, string @class, string parameters)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "chat/completions")
        {
            Content = new StringContent($$"""{"model":"auto",{{parameters}}"messages":[{"role":"user","content":"adds 3 to x"}] }""",
                Encoding.UTF8, "application/json"),
        };
        message.Headers.Add("x-task-class", @class);
        using var response = await client.SendAsync(message, Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private static string Asked(string fields) => $"/v1/chat/completions Bearer {Key} bench {Text(fields)}";

    private static string Text(string fields) => VariantEndpoint.Text(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(fields)!);

    private void WriteConfiguration(string baseUrl) => File.WriteAllText(Path.Combine(_eval.Folder, "eval.json"), $$"""
        {
          "providers": { "lab": { "baseUrl": "{{baseUrl}}", "apiKeyEnv": "LAB_KEY", "headers": { "X-Title": "bench" } } },
          "models": {
            "low": { "provider": "lab", "model": "m-1", "temperature": 0.2, "topP": 0.95, "maxTokens": 512,
                     "extraBody": { "reasoning_effort": "low" }, "price": { "input": 1, "output": 1 } },
            "high": { "provider": "lab", "model": "m-1", "temperature": 0.7, "maxTokens": 2048,
                      "extraBody": { "reasoning_effort": "high" }, "price": { "input": 10, "output": 10 } }
          }
        }
        """);

    private void WriteTasks() => File.WriteAllLines(Path.Combine(_eval.Folder, "tasks.jsonl"),
        Enumerable.Range(0, 60).Select(i => JsonSerializer.Serialize(new
    {
        id = $"t-{i}",
        @class = i % 2 == 0 ? Easy : Hard,
        difficulty = "simple",
        language = "csharp",
        entryPoint = "Solution.F",
        measures = "m",
        prompt = $"Task {i} ({(i % 2 == 0 ? "easy" : "hard")}). Write `public static class Solution` with `public static int F(int x)` "
            + $"which adds {i + 2} to x.",
        referenceSolution = $"public static class Solution {{ public static int F(int x) => x + {i + 2}; }}",
        tests = new object[] { new { call = "Solution.F(1)", expected = i + 3, visible = true },
            new { call = "Solution.F(5)", expected = i + 7 } },
    })));
}
