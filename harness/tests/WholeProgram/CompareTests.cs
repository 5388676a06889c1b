using System.Text.Json;

namespace Eval.Harness.Tests.WholeProgram;

/// <summary>What <c>compare</c> prints, and what it says to wrong usage.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public CompareTests() => File.WriteAllLines(
        Path.Combine(_eval.Folder, "outcomes.csv"),
        ["task_id,model,passed,class,cost_usd",
            .. Enumerable.Range(0, 20).SelectMany(i => new[] { $"t{i:00},big,1,{Class(i)},0.04",
            $"t{i:00},small,{(i < 12 ? 1 : 0)},{Class(i)},0.01", $"t{i:00},other,{(i < 18 ? 1 : 0)},{Class(i)},0.02" })]);

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task Many_models_are_ranked_and_those_not_told_apart_from_the_best_are_named()
    {
        var result = await _eval.RunAsync("compare", "--table", "outcomes.csv");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Golden.Match(result.Output, "compare-many.txt");
    }

    [Fact]
    public async Task Two_models_are_told_apart_task_by_task()
    {
        var result = await _eval.RunAsync("compare", "--table", "outcomes.csv", "big", "small", "--flips", "2");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Golden.Match(result.Output, "compare-two.txt");
    }

    [Fact]
    public async Task Programs_read_JSON()
    {
        var result = await _eval.RunAsync("compare", "--table", "outcomes.csv", "big", "small", "--class", "easy", "--format", "json");

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(10, json.RootElement.GetProperty("overall")[0].GetProperty("tasks").GetInt32());
    }

    [Fact]
    public async Task Runs_are_found_by_name_latest_and_previous()
    {
        Assert.Equal(0, (await _eval.RunAsync("run", "--models", "sim/strong,sim/cheap", "--limit", "3", "-q")).ExitCode);
        var first = await _eval.RunAsync("compare", "previous", "latest");
        Assert.Equal(0, (await _eval.RunAsync("run", "--models", "sim/cheap", "--limit", "3", "-q")).ExitCode);

        var runs = await _eval.RunAsync("compare", "previous", "latest");
        var models = await _eval.RunAsync("compare", "sim/strong", "sim/cheap", "--run", "previous");
        var oneRun = await _eval.RunAsync("compare", "previous");
        var alone = await _eval.RunAsync("compare");

        Assert.True(runs.ExitCode == 0, runs.Error);
        Assert.Matches("sim/cheap in .* and sim/cheap in .*: 3 common tasks", runs.Output);
        Assert.Contains("sim/strong and sim/cheap: 3 common tasks", models.Output, StringComparison.Ordinal);
        Assert.Equal((2, "error: There is only one run so far; none was before it.\n"), (first.ExitCode, first.Error));
        Assert.Equal(models.Output, oneRun.Output);
        Assert.All([runs, models], result => Assert.Contains("\nsimulated: ", result.Output, StringComparison.Ordinal));
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("There is nothing to compare sim/cheap with", alone.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outcomes.csv has no model nobody (nor is it a run); its models are big, other, small.", "--table", "outcomes.csv",
        "nobody", "big")]
    [InlineData("--class none: outcomes has no such tasks; its classes are easy, hard.", "--table", "outcomes.csv", "--class", "none")]
    [InlineData("--format xml: choose text, csv, json.", "--format", "xml")]
    [InlineData("--flips -1: write a number of at least 0.", "--flips", "-1")]
    [InlineData("--table and --run exclude each other; drop one.", "--table", "outcomes.csv", "--run", "latest")]
    [InlineData("runs holds no runs yet; name the folder of runs with --out.")]
    [InlineData("none.csv: Could not find file", "--table", "none.csv")]
    public async Task Wrong_usage_is_a_sentence(string sentence, params string[] arguments)
    {
        var result = await _eval.RunAsync(["compare", .. arguments]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    private static string Class(int task) => task < 10 ? "easy" : "hard";
}
