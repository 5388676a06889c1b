using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Harness.Prompts;
using Eval.Harness.Simulation;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class RunTests : IDisposable
{
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_run_without_key_leaves_all_files_of_the_contract()
    {
        _eval.HasReports = true;
        var result = await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--limit", "6", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        string[] files = ["attempts.csv", "summary.csv", "samples.jsonl", "manifest.json", "report.html"];
        Assert.All(files, file => Assert.True(new FileInfo(Path.Combine(_eval.RunFolder, file)).Length > 0, file));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_eval.RunFolder, "charts"), "*.svg"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_eval.RunFolder, "charts"), "*.png"));
        Assert.Equal(1 + 12, File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Length);
        using var json = JsonDocument.Parse(result.Output.Trim().Split('\n')[^1]);
        Assert.Equal(2, json.RootElement.GetProperty("models").GetArrayLength());

        // Without a report no page stays that tells of an earlier state of the run, and the one command that writes it is told.
        var bare = await _eval.RunAsync("run", "--resume", "latest", "--rescore", "--no-report");
        Assert.True(bare.ExitCode == 0, bare.Error);
        string[] data = ["attempts.csv", "manifest.json", "samples.jsonl", "set_aside.csv", "summary.csv"];
        Assert.Equal(data, Directory.EnumerateFileSystemEntries(_eval.RunFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var told = Regex.Match(bare.Output, "for the report: '(?<command>[^']+)'");
        Assert.Equal(0, (await _eval.RunAsync(told.Groups["command"].Value.Split(' '))).ExitCode);
        Assert.True(File.Exists(Path.Combine(_eval.RunFolder, "report.html")));
    }

    [Fact]
    public async Task Everything_a_simulated_run_says_is_marked_simulated()
    {
        _eval.HasReports = true;
        // Behind an address of somebody else's, where only the replies say what they are.
        await using var server = await SimulatedServer.StartAsync(new SimulatedServerOptions { Tasks = [],
            UserMessage = PromptBuilder.UserMessage }, TestContext.Current.CancellationToken);
        _eval.Environment["OPENAI_BASE_URL"] = server.BaseUrl.AbsoluteUri;

        var result = await _eval.RunAsync("--models", "strong", "--limit", "2");

        Assert.Contains("simulated", result.Output, StringComparison.Ordinal);
        Assert.Contains("(simulated)", result.Output, StringComparison.Ordinal);
        Assert.Contains("simulated", await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "report.html"),
            TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        Assert.All(Directory.EnumerateFiles(Path.Combine(_eval.RunFolder, "charts"), "*.svg"), chart =>
            Assert.Contains("simulated", File.ReadAllText(chart), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task All_mistakes_of_a_command_line_are_told_at_once()
    {
        var result = await _eval.RunAsync("--models", "sim/strnog", "--samples", "0", "--datasets", "nowhere.jsonl", "--temperature", "9");

        Assert.Equal(2, result.ExitCode);
        foreach (var word in new[] { "--samples 0", "--temperature 9" })
        {
            Assert.Contains(word, result.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")));
    }

    [Fact]
    public async Task A_mistyped_option_is_named_with_the_one_that_was_meant()
    {
        var result = await _eval.RunAsync("--modles", "sim/strong");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--modles is not an option; did you mean --models?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_two_ways_on_are_named()
    {
        var result = await _eval.RunAsync("--models", "gpt-4o-mini");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("OPENAI_API_KEY", result.Error, StringComparison.Ordinal);
        Assert.Contains("sim/", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_record_is_named_before_any_model_is_asked()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_eval.Folder, "tasks.jsonl"),
            "{\"id\":\"a\",\"class\":\"completion\",\"language\":\"csharp\",\"entryPoint\":\"Solution.F\",\"prompt\":\"p\",\"tests\":[{\"call\":\"1\",\"expected\":1}]}\n{\"id\":\"b\"}\n",
            TestContext.Current.CancellationToken);

        var result = await _eval.RunAsync("--models", "sim/strong", "--datasets", "tasks.jsonl");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("tasks.jsonl, line 2, field", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")));
    }

    [Theory]
    [InlineData("sim/strong")]
    [InlineData("gpt-4o")]
    public async Task A_dry_run_needs_no_key_and_asks_and_writes_nothing(string model)
    {
        var result = await _eval.RunAsync("--models", model, "--dry-run");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("nothing was asked", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_eval.Folder, "runs")));
    }

    [Fact]
    public async Task A_floor_that_is_not_reached_sets_the_exit_code()
    {
        var result = await _eval.RunAsync("--models", "sim/cheap", "--limit", "8", "--class", "library-api", "--timeout", "5",
            "--fail-under", "sim/cheap=1");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("gate: pass@1 of sim/cheap", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_can_be_written_again_from_the_store()
    {
        await _eval.RunAsync("--models", "sim/strong", "--limit", "3");
        var before = await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "attempts.csv"), TestContext.Current.CancellationToken);
        Directory.Delete(_eval.RunFolder, recursive: true);

        var result = await _eval.RunAsync("report", "latest");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "attempts.csv"),
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Judging_again_asks_nothing_and_agrees()
    {
        await _eval.RunAsync("--models", "sim/cheap", "--limit", "6");
        var before = Verdicts();

        var result = await _eval.RunAsync("--resume", "latest", "--rescore");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(before, Verdicts());
    }

    private string[] Verdicts() => File.ReadAllLines(Path.Combine(_eval.RunFolder, "attempts.csv")).Skip(1)
        .Select(line => string.Join(',', line.Split(',').Where((_, column) => column is 2 or 12))).ToArray();
}
