using System.Text.Json;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>A run whose budget is too small, from its exit code to the run that goes on with it.</summary>
public sealed class BudgetTests : IAsyncLifetime
{
    private const int Tasks = 12;
    private readonly EvalProcess _eval = new();
    private readonly CountingEndpoint _endpoint = new();

    public async ValueTask InitializeAsync()
    {
        await _endpoint.StartAsync();
        // An answer takes $0.11.
        var config = new
        {
            providers = new Dictionary<string, object> { ["lab"] = new { baseUrl = _endpoint.BaseUrl } },
            models = new Dictionary<string, object> { ["big"] = new { provider = "lab", model = "m",
                price = new { input = 0, output = 11_000 } } },
        };
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), JsonSerializer.Serialize(config),
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.DisposeAsync();
        _eval.Dispose();
    }

    [Fact]
    public async Task A_budget_that_is_too_small_is_used_up_told_everywhere_and_made_good_by_a_larger_one()
    {
        _eval.HasReports = true;
        var ended = await _eval.RunAsync("--models", "big", "--limit", $"{Tasks}", "--max-tokens", "4096", "--budget-usd", "0.7",
            "--no-check", "--json", "--quiet");

        Assert.True(ended.ExitCode == 4, ended.Error);
        Assert.Equal(6, _endpoint.Calls);
        var json = JsonDocument.Parse(ended.Output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal((Tasks, 6, "budget", 0.66m),
            (json.GetProperty("planned_attempts").GetInt32(), json.GetProperty("made_attempts").GetInt32(),
            json.GetProperty("stopped_by").GetString(), json.GetProperty("spent_usd").GetDecimal()));
        var told = string.Join(' ', ended.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("the budget of $0.70 ended the run: $0.66 are spent", told, StringComparison.Ordinal);
        Assert.Contains("(big 6 of 12)", told, StringComparison.Ordinal);
        var rows = await File.ReadAllLinesAsync(Path.Combine(_eval.RunFolder, "attempts.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(6, rows.Count(row => row.Contains(",skipped,", StringComparison.Ordinal)
            && row.Contains("the budget left it out", StringComparison.Ordinal)));
        foreach (var file in new[] { "summary.md", "report.html" })
        {
            Assert.Contains("The budget ended the run: 6 of 12 planned attempts are there",
                await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, file), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        }

        var gate = await _eval.RunAsync("gate", "latest", "--gate", "pass_at_1>=0");
        Assert.Equal(1, gate.ExitCode);
        Assert.Contains("gate FAILED: pass_at_1>=0, big: only 6 of 12 planned attempts are known (6 were left out)", gate.Output,
            StringComparison.Ordinal);

        var same = await _eval.RunAsync("--resume", "latest");
        Assert.Equal((2, 6), (same.ExitCode, _endpoint.Calls));
        Assert.Contains("its budget of $0.70 ended this run; to go on, give a larger one", same.Error, StringComparison.Ordinal);

        var larger = await _eval.RunAsync("--resume", "latest", "--budget-usd", "5", "--quiet");
        Assert.Equal((0, Tasks), (larger.ExitCode, _endpoint.Calls));
    }
}
