using System.Collections.Concurrent;
using System.Text.Json;
using Eval.Harness.Hosting;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>What endpoints tell of tokens and money, in many forms, and what a run makes of it.</summary>
public sealed class MoneyTests : IAsyncLifetime
{
    /// <summary>
    /// By the first segment of the path: what stands in the last chunk beside the finish reason, and what comes after it.
    /// </summary>
    private static readonly Dictionary<string, (string InChoice, string InChunk, string[] Then)> Endings = new()
    {
        ["zeros"] = ("", ""","usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", []),
        ["inchoice"] = (""","usage":{"prompt_tokens":1850,"completion_tokens":2400}""", "", []),
        ["beside"] = ("", ""","x_host":{"usage":{"prompt_tokens":1850,"completion_tokens":2400}}""", []),
        ["partial"] = ("", "", ["""{"prompt_tokens":1850,"completion_tokens":2400}""",
            """{"prompt_tokens_details":{"cached_tokens":0}}"""]),
        ["billed"] = ("", "", ["""{"prompt_tokens":1850,"completion_tokens":2400,"cost":0.25}"""]),
        ["disputed"] = ("", "", ["""{"prompt_tokens":1850,"completion_tokens":2400,"cost":0.25}"""]),
    };

    private readonly EvalProcess _eval = new();
    private readonly ConcurrentBag<string> _headers = [];
    private LocalServer _web = null!;

    public async ValueTask InitializeAsync()
    {
        _web = await LocalServer.StartAsync(AnswerAsync, ct: TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _eval.Dispose();
    }

    [Fact]
    public async Task Tokens_and_bills_are_taken_from_where_they_stand()
    {
        var providers = Endings.Keys.ToDictionary(kind => kind, kind => (object)new
        {
            baseUrl = $"{_web.Address}/{kind}/v1?api-version=7",
            headers = new Dictionary<string, string> { ["x-team"] = "evals" },
            headersEnv = new Dictionary<string, string> { ["x-team-secret"] = "TEAM_SECRET" },
        });
        var models = Endings.Keys.Where(kind => kind != "billed")
            .ToDictionary(kind => kind + "/m", kind => (object)new { provider = kind, model = "m",
                price = new { input = 1, output = 10 } });
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), JsonSerializer.Serialize(new { providers, models }),
            TestContext.Current.CancellationToken);
        _eval.Environment["TEAM_SECRET"] = "of-the-team-alone";

        var result = await _eval.RunAsync("--models", string.Join(',', Endings.Keys.Select(kind => kind + "/m")), "--limit", "1",
            "--budget-usd", "20", "--quiet");

        Assert.True(result.ExitCode == 0, result.Error);
        var rows = File.ReadAllLines(Path.Combine(_eval.RunFolder, "summary.csv")).Select(line => line.Split(',')).ToList();
        var columns = rows[0].ToList();
        string Cell(string model, string column) =>
            rows.First(row => row[columns.IndexOf("model")] == model + "/m")[columns.IndexOf(column)];
        foreach (var kind in Endings.Keys.Except(["zeros"]))
        {
            Assert.Equal(("1850", "2400"), (Cell(kind, "input_tokens"), Cell(kind, "output_tokens")));
        }

        // 1850 in at 1 and 2400 out at 10 a million; the bill where there is no price.
        Assert.Equal(["0.02585", "0.02585", "0.02585", "0.25", "0.02585"],
            Endings.Keys.Except(["zeros"]).Select(kind => Cell(kind, "cost_usd")));
        Assert.True(int.Parse(Cell("zeros", "output_tokens"), System.Globalization.CultureInfo.InvariantCulture) > 10);
        Assert.Equal("", Cell("zeros", "output_tokens_per_s"));

        var warnings = string.Join(' ', result.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("zeros/m: tokens of 1 of 1 attempts are our estimate", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("partial/m: tokens", warnings, StringComparison.Ordinal);
        Assert.Contains("billed/m has no price here; its costs are what its endpoint says it bills.", warnings, StringComparison.Ordinal);
        Assert.Contains("disputed/m: the endpoint says it bills $0.25 for 1 of 1 answers, which by the price here cost $0.0258", warnings,
            StringComparison.Ordinal);
        Assert.Contains("--budget-usd cannot hold for billed/m: endpoints of this machine", warnings, StringComparison.Ordinal);

        Assert.All(_headers, header => Assert.Equal("evals of-the-team-alone ?api-version=7", header));
        Assert.Equal(Endings.Count, _headers.Count);
        Assert.All(Directory.EnumerateFiles(_eval.Folder, "*", SearchOption.AllDirectories),
            file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("of-the-team-alone"u8) < 0, file));
    }

    [Fact]
    public async Task A_password_in_an_address_is_refused_before_anything_is_asked_or_written()
    {
        _eval.Environment["OPENAI_API_KEY"] = "sk-0123456789\n";
        _eval.Environment["OPENAI_BASE_URL"] = _web.Address.Replace("://", "://user:pa55word@", StringComparison.Ordinal)
            + "/billed/v1";

        var result = await _eval.RunAsync("--models", "gpt-4o-mini", "--limit", "1");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("OPENAI_BASE_URL: the address holds a user name or a password", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55word", result.Output + result.Error, StringComparison.Ordinal);
        Assert.Empty(_headers);
        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _headers.Add($"{context.Request.Headers["x-team"]} {context.Request.Headers["x-team-secret"]} {context.Request.QueryString}");
        var (inChoice, inChunk, then) = Endings[context.Request.Path.Value!.Split('/')[1]];
        var content = JsonSerializer.Serialize("```csharp\npublic static class Solution { public static int F() => 1; }\n```");
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(
            $"data: {{\"choices\":[{{\"delta\":{{\"content\":{content}}}}}]}}\n\n"
            + $"data: {{\"choices\":[{{\"delta\":{{}},\"finish_reason\":\"stop\"{inChoice}}}]{inChunk}}}\n\n"
            + string.Concat(then.Select(usage => $"data: {{\"choices\":[],\"usage\":{usage}}}\n\n"))
            + "data: [DONE]\n\n",
            context.RequestAborted);
    }
}
