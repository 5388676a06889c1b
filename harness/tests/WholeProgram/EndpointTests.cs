using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Eval.Datasets;
using Eval.Harness.Prompts;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>
/// Endpoints as they really behave, each a provider of one run: what they fail at or refuse is never a verdict about a model, and is told.
/// </summary>
public sealed class EndpointTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_refused_prompt_costs_its_attempt_and_never_the_model()
    {
        await using var endpoint = await StartAsync("context", "flagged", "size", "denied");
        string[] arguments = ["--models", "context/m,flagged/m,size/m,denied/m", "--tasks", string.Join(',', endpoint.TaskIds),
            "--max-connections", "1", "-q", "--max-infra-errors", "1"];

        var run = await _eval.RunAsync(arguments);
        var asked = endpoint.CallsOf("size");
        var resumed = await _eval.RunAsync("--resume", Path.GetFileName(_eval.RunFolder), "-q", "--max-infra-errors", "1");

        Assert.True((run.ExitCode, resumed.ExitCode) == (3, 3), run.Error + resumed.Error);
        Assert.Equal(["failed", "passed", "passed"], Column("verdict", "context/m"));
        Assert.Equal(["passed", "passed", "refused"], Column("verdict", "flagged/m"));
        Assert.Equal(["passed", "passed", "provider_error"], Column("verdict", "size/m"));
        Assert.Equal(["provider_error", "provider_error", "provider_error"], Column("verdict", "denied/m"));
        // What was refused is asked once more, and the run is at its end.
        Assert.Equal(asked + 1, endpoint.CallsOf("size"));
        Assert.Contains("denied/m was not evaluated: 3 different prompts in a row were refused alike", resumed.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("size/m was not evaluated", resumed.Error, StringComparison.Ordinal);
        Assert.Contains("\"endedAt\"",
            await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "manifest.json"), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_are_asked_as_they_want_it_and_what_was_not_sent_is_told()
    {
        await using var endpoint = await StartAsync("whole", "warm", "packed", "cut", "filtered");

        var run = await _eval.RunAsync(
            "--models", "whole/m,warm/m,packed/m,cut/m,filtered/m", "--tasks", endpoint.TaskIds[0], "--temperature", "0.2", "--max-tokens",
                "9000", "-q");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(("passed", ""), (Column("verdict", "whole/m").Single(), Column("ttft_ms", "whole/m").Single()));
        Assert.Equal(["passed", "passed", "truncated", "refused"],
            new[] { "warm/m", "packed/m", "cut/m", "filtered/m" }.Select(model => Column("verdict", model).Single()));
        Assert.Contains("warning: warm/m was not asked with every parameter as chosen: max_tokens (9000) was refused and sent as "
            + "max_tokens 8192; temperature (0.2) was refused and left out.", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: whole/m was not asked with every parameter as chosen: stream was refused, so that answers came whole.",
            run.Error, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "manifest.json"),
            TestContext.Current.CancellationToken));
        var warm = manifest.RootElement.GetProperty("models").EnumerateArray().Single(model =>
            model.GetProperty("name").GetString() == "warm/m").GetProperty("parameters");
        Assert.Equal(("8192", false), (warm.GetProperty("max_tokens").GetString(), warm.TryGetProperty("temperature", out _)));
    }

    [Fact]
    public async Task An_endpoint_that_will_never_answer_is_given_up_at_once_with_what_to_do()
    {
        await using var endpoint = await StartAsync("quota", "nowhere", "page");

        var run = await _eval.RunAsync("--models", "quota/m,nowhere/m,page/m", "--tasks", string.Join(',', endpoint.TaskIds),
            "--max-connections", "1", "-q");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("quota/m was not evaluated: quota has no credit left for this key (429); check plan and billing.", run.Error,
            StringComparison.Ordinal);
        Assert.Contains($"nowhere/m was not evaluated: nothing answers at {endpoint.Address("nowhere")}/chat/completions (404);",
            run.Error, StringComparison.Ordinal);
        Assert.Contains($"page/m was not evaluated: {endpoint.Address("page")}/chat/completions answered with a web page, \"Sign in\"",
            run.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (endpoint.CallsOf("quota"), endpoint.CallsOf("nowhere"), endpoint.CallsOf("page")));
    }

    /// <summary>Starts an endpoint with a provider for each kind, and writes them into the configuration.</summary>
    private async Task<ManyEndpoints> StartAsync(params string[] kinds)
    {
        var ct = TestContext.Current.CancellationToken;
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync("csharp", ct);
        var tasks = await dataset.ReadAsync(ct).Cast<FunctionTask>().Take(3).ToListAsync(ct);
        var endpoint = new ManyEndpoints(tasks.ToDictionary(PromptBuilder.UserMessage, task => task.ReferenceSolution!),
            [.. tasks.Select(task => task.Id)]) { AnswerAsync = AnswerAsync };
        await endpoint.StartAsync();
        var providers = kinds.ToDictionary(kind => kind, kind => new { baseUrl = endpoint.Address(kind) });
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), JsonSerializer.Serialize(new { providers }), ct);
        return endpoint;
    }

    private static Task AnswerAsync(ManyEndpoints.Asked asked) => (asked.Kind, asked.IsFirstTask) switch
    {
        ("context", true) => asked.RefuseAsync(400,
            """{"error":{"code":400,"message":"the request holds 9000 tokens and exceeds the context size of 8192 tokens","type":"exceed_context_size_error"}}"""),
        ("flagged", true) => asked.RefuseAsync(403, """{"error":{"message":"This input was flagged by our moderation"}}"""),
        ("size", true) => asked.RefuseAsync(413,
            """{"error":{"message":"Request too large on tokens per minute (TPM): Limit 6000, Requested 6294","code":"rate_limit_exceeded"}}"""),
        ("denied", _) => asked.RefuseAsync(403, """{"error":{"message":"this key may not do that"}}"""),
        ("quota", _) => asked.RefuseAsync(429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota"}}"""),
        ("nowhere", _) => asked.RefuseAsync(404, "404 page not found", "text/plain"),
        ("page", _) => asked.RefuseAsync(200, "<html><head><title>Sign in</title></head></html>", "text/html"),
        ("whole", _) => asked.Has("stream")
            ? asked.RefuseAsync(400, """{"error":{"message":"'stream' does not support true","param":"stream"}}""")
                : asked.WriteAsync("application/json", ManyEndpoints.Whole(asked.Reply)),
        ("warm", _) when asked.Has("temperature") =>
            asked.RefuseAsync(400, """{"error":{"message":"invalid temperature: only 1 is allowed"}}"""),
        ("warm", _) when asked.Has("9000") =>
            asked.RefuseAsync(400, """{"error":{"message":"the valid range of max_tokens is [1, 8192]"}}"""),
        ("packed", _) => asked.WriteAsync("text/event-stream", Packed(ManyEndpoints.Stream(asked.Reply, "stop"))),
        ("cut", _) => asked.WriteAsync("text/event-stream", ManyEndpoints.Stream(asked.Reply[..(asked.Reply.Length / 2)], "model_length")),
        ("filtered", _) => asked.WriteAsync("text/event-stream",
            ManyEndpoints.Stream(asked.Reply[..(asked.Reply.Length / 2)], "content_filter")),
        _ => asked.WriteAsync("text/event-stream", ManyEndpoints.Stream(asked.Reply, "stop")),
    };

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>The values of a column of the attempts of a model, in order; no column before the last holds a comma.</summary>
    private List<string> Column(string name, string model)
    {
        var lines = File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv"));
        var header = lines[0].TrimStart('\uFEFF').Split(',');
        string Cell(string line, string column) => line.Split(',')[Array.IndexOf(header, column)];
        return [.. lines.Skip(1)
            .Where(line => line.StartsWith(Path.GetFileName(_eval.RunFolder), StringComparison.Ordinal) && Cell(line, "model") == model)
                .Select(line => Cell(line, name)).Order(StringComparer.Ordinal)];
    }
}
