using System.Text.Json;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>What <c>run --plan</c> says before and after a real run.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Without_history_everything_is_assumed_and_said_so_without_key_or_trace()
    {
        var plan = await _eval.RunAsync("--models", "gpt-4o,gpt-4o-mini", "--plan", "--budget-usd", "0.5", "--json");
        var dryRun = await _eval.RunAsync("--models", "gpt-4o,gpt-4o-mini", "--dry-run", "--budget-usd", "0.5", "--json");

        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));
        Assert.Equal(plan.Output, dryRun.Output);
        Assert.Contains("nothing was asked", plan.Output, StringComparison.Ordinal);
        Assert.Contains("20% (assumed)", plan.Output, StringComparison.Ordinal);
        Assert.Contains("gpt-4o, gpt-4o-mini: assumed, because no run in runs knows better: 150 to 1,200 output tokens a reply",
            plan.Output, StringComparison.Ordinal);
        Assert.Contains("the run may stop at the budget of $0.50", plan.Output, StringComparison.Ordinal);
        Assert.All(plan.Output.Split('\n').Where(line => line.StartsWith('|')), line => Assert.True(line.Length <= 120, line));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_eval.Folder));
        var json = Json(plan);
        Assert.Equal(2, json.GetProperty("models").GetArrayLength());
        Assert.Equal("may_stop", json.GetProperty("budget").GetString());
        Assert.All(json.GetProperty("models").EnumerateArray(),
            model => Assert.Equal(JsonValueKind.Null, model.GetProperty("source_run").ValueKind));
    }

    [Fact]
    public async Task After_a_run_the_figures_are_those_of_its_attempts()
    {
        string[] arguments = ["--models", "sim/strong,sim/cheap", "--limit", "12"];
        await _eval.RunAsync(arguments);
        var run = Path.GetFileName(_eval.RunFolder);
        var attempts = File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv"));
        var columns = attempts[0].Split(',').ToList();
        string Cell(string line, string column) => line.Split(',')[columns.IndexOf(column)];

        var plan = await _eval.RunAsync([.. arguments, "--plan", "--json"]);

        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));
        Assert.Contains($"sim/strong, sim/cheap: from 24 answers of {run}", plan.Output, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_eval.Folder, "runs")));
        var json = Json(plan);
        foreach (var model in json.GetProperty("models").EnumerateArray())
        {
            var tokens = attempts.Skip(1).Where(line => Cell(line, "model") == model.GetProperty("model").GetString())
                .Sum(line => int.Parse(Cell(line, "output_tokens")));
            Assert.Equal(tokens, model.GetProperty("output_tokens").GetProperty("likely").GetDouble(), 1e-6);
            Assert.InRange(tokens, model.GetProperty("output_tokens").GetProperty("low").GetDouble(),
                model.GetProperty("output_tokens").GetProperty("high").GetDouble());
            Assert.Equal(12, model.GetProperty("source_answers").GetInt32());
        }

        var pair = Assert.Single(json.GetProperty("power").GetProperty("pairs").EnumerateArray());
        var differing = attempts.Skip(1).GroupBy(line => Cell(line, "task_id"))
            .Count(task => task.Select(line => Cell(line, "passed")).Distinct().Count() == 2);
        Assert.Equal((run, 12), (pair.GetProperty("runs")[0].GetString(), pair.GetProperty("known_tasks").GetInt32()));
        Assert.Equal(differing / 12.0, pair.GetProperty("discordance").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task A_finished_run_has_nothing_left_to_pay_for()
    {
        await _eval.RunAsync("--models", "sim/strong", "--limit", "3");

        var plan = await _eval.RunAsync("--resume", "latest", "--plan", "--json");

        Assert.Equal((0, ""), (plan.ExitCode, plan.Error));
        Assert.Contains("'compare' gives no verdict on 3 tasks", plan.Output, StringComparison.Ordinal);
        var model = Json(plan).GetProperty("models")[0];
        Assert.Equal(0, model.GetProperty("attempts").GetInt32());
        Assert.Equal(0, model.GetProperty("cost_usd").GetProperty("high").GetDouble());
    }

    [Fact]
    public async Task Wrong_usage_is_told_as_for_a_run()
    {
        var plan = await _eval.RunAsync("--models", "sim/strnog", "--plan", "--samples", "0");
        var grade = await _eval.RunAsync("grade", "--plan");

        Assert.Equal((2, 2), (plan.ExitCode, grade.ExitCode));
        Assert.Contains("--samples 0", plan.Error, StringComparison.Ordinal);
        Assert.Contains("--plan", grade.Error, StringComparison.Ordinal);
    }

    private static JsonElement Json(EvalProcess.Result result) => JsonDocument.Parse(result.Output.Trim().Split('\n')[^1]).RootElement;
}
