using System.Globalization;
using System.Text.Json;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Routing.Policies;

namespace Eval.Harness.Tests.WholeProgram;

public sealed class RouteTests : IDisposable
{
    private static readonly string[][] Words = [["wug", "dax", "fep"], ["cuz", "pib", "mot"]];
    private readonly EvalProcess _eval = new();

    public void Dispose() => _eval.Dispose();

    [Fact]
    public async Task A_table_gives_a_recommendation_files_and_gateway_configurations()
    {
        // The cheap model is right wherever the dear one is.
        Write(240, (task, _) => task % 5 > 0, (_, model) => model == "dear" ? 0.05 : 0.001);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv", "--baseline-model", "dear", "--export", "json,complexity-map",
            "--to", "policy");

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith("Send everything to cheap: saves 98.0%", result.Output);
        Assert.Contains("cheap instead of dear saves 98.0%", result.Output);
        var policy = PolicyFile.Read(Path.Combine(_eval.Folder, "policy", "routing.json"));
        Assert.Equal(("cheap", "dear", PolicyVerdict.NonInferior), (policy.Policy.ToString(), policy.Baseline, policy.Verdict));
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "policy", "routing.csv")));
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "policy", "policy.json")));
    }

    [Fact]
    public async Task A_run_has_its_routing_and_what_route_finds_can_be_run()
    {
        _eval.HasReports = true;
        Assert.Equal(0, (await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--limit", "12", "--timeout", "3", "--quiet")).ExitCode);
        var routing = Path.Combine(_eval.RunFolder, "routing.json");
        Assert.True(File.Exists(routing));

        var route = await _eval.RunAsync("route", "latest", "--baseline-model", "sim/strong", "--format", "json");
        var run = await _eval.RunAsync("--models", $"policy:{routing}", "--limit", "4");

        Assert.Equal("sim/strong", PolicyFile.Parse(route.Output, "printed").Baseline);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("policy:recommended", run.Output);
    }

    [Fact]
    public async Task What_was_declared_before_a_run_holds_for_its_report_and_for_route()
    {
        _eval.HasReports = true;
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"),
            """{ "routing": { "baselineModel": "sim/cheap", "margin": 0.07 } }""", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--limit", "4", "--quiet")).ExitCode);

        // What is written there afterwards comes too late for this run.
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), """{ "routing": { "baselineModel": "sim/strong" } }""",
            TestContext.Current.CancellationToken);
        var ofReport = PolicyFile.Read(Path.Combine(_eval.RunFolder, "routing.json"));
        var report = await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "report.html"), TestContext.Current.CancellationToken);
        var route = PolicyFile.Parse((await _eval.RunAsync("route", "latest", "--format", "json")).Output, "printed");
        var other = PolicyFile.Parse((await _eval.RunAsync("route", "latest", "--margin", "0.01", "--format", "json")).Output, "printed");

        Assert.Equal(("sim/cheap", 0.07), (ofReport.Baseline, ofReport.Margin));
        Assert.DoesNotContain("not declared beforehand", report);
        Assert.Equal(("sim/cheap", 0.07), (route.Baseline, route.Margin));
        Assert.Equal(("sim/cheap", 0.01), (other.Baseline, other.Margin));
        Assert.Contains("Chosen when the results were there already: margin 0.01 (declared: 0.07).",
            (await _eval.RunAsync("route", "latest", "--margin", "0.01")).Output);
    }

    [Fact]
    public async Task What_was_declared_and_does_not_fit_the_run_is_told()
    {
        _eval.HasReports = true;
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "eval.json"), """{ "routing": { "baselineModel": "gpt-4o" } }""",
            TestContext.Current.CancellationToken);

        Assert.Equal(0, (await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--limit", "4", "--quiet")).ExitCode);

        var report = await File.ReadAllTextAsync(Path.Combine(_eval.RunFolder, "report.html"), TestContext.Current.CancellationToken);
        Assert.Contains(
            "What was declared for routing could not be kept to, so that defaults hold here: There is no model gpt-4o in these results",
            report);
    }

    [Fact]
    public async Task A_class_that_is_read_from_prompts_is_found_run_and_told()
    {
        Prompts("tasks.jsonl", number => number % 2 == 0);
        Prompts("other-classes.jsonl", number => number % 2 == 1);
        Assert.Equal(0, (await _eval.RunAsync("--models", "sim/strong,sim/cheap", "--datasets", "tasks.jsonl", "--timeout", "3",
            "--no-check", "--quiet")).ExitCode);

        var route = await _eval.RunAsync("route", "latest", "--classify", "class", "--baseline-model", "sim/strong", "--margin", "0.2",
            "--policy", "rules", "--export", "json", "--to", ".");
        var policy = PolicyFile.Read(Path.Combine(_eval.Folder, "policy.json"));

        Assert.True(route.ExitCode == 0, route.Error);
        Assert.Contains("A classifier of 6 words reads the class of 100% (95.4% to 100%) of 80 prompts correctly", route.Output);
        Assert.Contains("class, read as", route.Output);
        var rules = Assert.IsType<ClassPolicy>(policy.Policy);
        Assert.Equal(("sim/cheap", "sim/strong"), (rules.For("completion").ToString(), rules.For("library-api").ToString()));

        // The same prompts with the classes exchanged: what decides is the prompt, not what the data set declares.
        Assert.Equal(0, (await _eval.RunAsync("--models", "policy:policy.json", "--datasets", "other-classes.jsonl", "--limit", "10",
            "--timeout", "3", "--no-check", "--quiet")).ExitCode);
        await using var store = await RunStore.OpenReadOnlyAsync(Path.Combine(_eval.Folder, "runs"), TestContext.Current.CancellationToken);
        var run = (await store.ListRunsAsync(TestContext.Current.CancellationToken))[0];
        await foreach (var attempt in store.ReadAttemptsAsync(run.Id, withTexts: true, TestContext.Current.CancellationToken))
        {
            Assert.Equal(Words[0].Any(word => attempt.Texts!.Prompt!.Contains(word, StringComparison.Ordinal)) ? "sim/cheap" : "sim/strong",
                PolicyPath.Parse(attempt.Texts!.Calls)!.Served);
        }
    }

    [Fact]
    public async Task A_format_that_cannot_express_the_policy_says_why_and_the_others_are_written()
    {
        Write(120, (task, _) => task % 5 > 0, (_, model) => model == "dear" ? 0.05 : 0.001);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv", "--baseline-model", "dear", "--export", "routellm", "json",
            "--to", ".");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--export routellm: RouteLLM chooses between two models", result.Error);
        Assert.True(File.Exists(Path.Combine(_eval.Folder, "policy.json")));
    }

    [Theory]
    [InlineData("--baseline-model gpt-9", "There is no model gpt-9 in these results to take as the baseline; there are cheap, dear.")]
    [InlineData("--margin 2", "--margin 2: write a rate from 0 to 0.5, for instance 0.02 for two percentage points.")]
    [InlineData("--export tar", "--export tar: choose litellm, portkey, routellm, csharp, json, complexity-map.")]
    [InlineData("--assume-verifier 0.1", "--assume-verifier 0.1: write two rates from 0 to 1")]
    [InlineData("--assume-verifier 0.1,0.05", "--assume-verifier needs --verifier-url")]
    [InlineData("--verifier-url verify", "--verifier-url: write the whole address")]
    [InlineData("--policy nobody --export json", "--policy nobody: there is no such row; there are recommended, cheap, dear, best single")]
    [InlineData("--kinds rules,magic", "--kinds rules,magic: choose from rules, cascade, hedge.")]
    [InlineData("--classify mood", "--classify mood: choose class or difficulty.")]
    [InlineData("--classify class", "A classifier is trained on prompts, and these outcomes have none")]
    [InlineData("--classify difficulty --caller-tells-difficulty", "--classify and --caller-tells-difficulty exclude each other")]
    [InlineData("--max-latency-p90 -5", "--max-latency-p90 -5: write milliseconds of at least 0.")]
    [InlineData("--min-providers 3", "--min-providers 3: write 1 or 2.")]
    public async Task Mistakes_are_one_sentence(string options, string message)
    {
        Write(60, (task, _) => task % 2 == 0, (_, _) => 0.01);

        var result = await _eval.RunAsync(["route", "--table", "outcomes.csv", .. options.Split(' ')]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Fact]
    public async Task Where_nothing_keeps_to_the_limits_that_is_said_first()
    {
        Write(60, (task, _) => task % 2 == 0, (_, model) => model == "dear" ? 0.05 : 0.01);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv", "--baseline-model", "dear", "--max-cost-per-task", "0.001");

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("Nothing that was measured keeps to $0.001 a task on these 60 tasks", result.Output);
    }

    [Fact]
    public async Task Without_costs_there_is_nothing_to_weigh()
    {
        await File.WriteAllTextAsync(Path.Combine(_eval.Folder, "outcomes.csv"), "task_id,model,passed\na,cheap,1\na,dear,1\n",
            TestContext.Current.CancellationToken);

        var result = await _eval.RunAsync("route", "--table", "outcomes.csv");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("No model's cost is known; give prices in eval.json (or a column cost_usd)", result.Error);
    }

    /// <summary>Tasks of two classes, 40 each, whose prompts are equally long and differ in one word.</summary>
    private void Prompts(string file, Func<int, bool> isCompletion)
    {
        File.WriteAllLines(Path.Combine(_eval.Folder, file), Enumerable.Range(0, 80).Select(task => JsonSerializer.Serialize(new
        {
            id = $"t-{task:00}",
            @class = isCompletion(task) ? "completion" : "library-api",
            difficulty = task % 2 == 0 ? "simple" : "complex",
            // Costs a tenth of what C# does.
            language = "python",
            entryPoint = "f",
            prompt = $"Write a function f(a) that returns a plus {task + 2:00}: the {Words[task % 2][task / 2 % 3]}.",
            referenceSolution = $"def f(a):\n    return a + {task + 2}\n",
            tests = $"assert f(1) == {task + 3}",
        })));
    }

    private void Write(int tasks, Func<int, string, bool> passed, Func<int, string, double> cost) => File.WriteAllLines(
        Path.Combine(_eval.Folder, "outcomes.csv"),
        [
            "task_id,model,passed,cost_usd,class",
            .. from task in Enumerable.Range(0, tasks)
               from model in new[] { "cheap", "dear" }
               select string.Create(CultureInfo.InvariantCulture,
                   $"task-{task:000},{model},{(passed(task, model) ? 1 : 0)},{cost(task, model)},completion"),
        ]);
}
