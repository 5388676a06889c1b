using Eval.Reports.Tests.Html;
using Eval.Results.Records;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Evaluation;

public sealed class RoutingTableTests
{
    [Fact]
    public async Task A_task_without_an_outcome_of_every_model_is_left_out_for_all()
    {
        var attempts = Attempts(20).Select(attempt => attempt.Key is { TaskId: "task-03", Model: "beta" }
            ? attempt with { Verdict = Verdict.SandboxError } : attempt);

        var table = await LoadAsync(["alpha", "beta"], attempts);

        Assert.Equal((19, 1), (table.Tasks.Count, table.DroppedTasks));
        Assert.DoesNotContain(table.Tasks, task => task.Id == "task-03");
    }

    [Fact]
    public async Task A_model_that_lacks_many_tasks_is_left_out_and_said()
    {
        var table = await LoadAsync(["alpha", "beta", "late"], Attempts(20).Append(An.Attempt("task-00", "late")));

        Assert.Equal(["alpha", "beta"], table.Models.Select(model => model.Name));
        Assert.Contains("late is left out: 19 of 20 tasks have no outcome of it.", table.Warnings);
        Assert.Equal(20, table.Tasks.Count);
    }

    [Fact]
    public async Task A_failing_endpoint_is_an_outcome()
    {
        var table = await LoadAsync(["alpha", "beta"],
            Attempts(12).Select(attempt => attempt.Key is { TaskId: "task-05", Model: "beta" }
            ? attempt with { Verdict = Verdict.ProviderError, CostUsd = null, Timing = null } : attempt));

        var cell = table.Tasks.Single(task => task.Id == "task-05").Cells["beta"].Single();
        Assert.Equal((false, false, 0.0, null), (cell.IsAnswered, cell.Passed, cell.CostUsd, cell.LatencyMs));
    }

    [Fact]
    public async Task Several_runs_are_further_samples()
    {
        var run = An.Run("alpha", "beta");
        var results = SampleSummary.Results(run, [.. Attempts(12)]);

        var table = await RoutingTable.LoadAsync([results.Outcomes,
            (results with { Run = run with { Id = "20260103-030405-again" } }).Outcomes], keepsPrompts: false,
            TestContext.Current.CancellationToken);

        Assert.All(table.Tasks, task => Assert.All(task.Cells.Values, cells => Assert.Equal(2, cells.Count)));
        Assert.Empty(table.Warnings);
    }

    [Fact]
    public async Task A_task_is_one_task_also_where_another_run_had_more_data_sets()
    {
        var run = An.Run("alpha", "beta");
        var results = SampleSummary.Results(run, [.. Attempts(12)]);
        var more = results with { Run = run with { Id = "20260103-030405-more",
            Datasets = [.. run.Datasets, new RunDataset("other", "other.jsonl", "hash", 1)] } };

        var table = await RoutingTable.LoadAsync([results.Outcomes, more.Outcomes], keepsPrompts: false,
            TestContext.Current.CancellationToken);

        Assert.Equal(12, table.Tasks.Count);
        Assert.All(table.Tasks, task => Assert.All(task.Cells.Values, cells => Assert.Equal(2, cells.Count)));
        Assert.Equal(12, table.Tasks.Select(task => task.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_policy_that_was_run_is_nothing_to_choose_from()
    {
        var run = An.Run("alpha", "policy:p");
        run = run with { Models = [run.Models[0], run.Models[1] with { Provider = RunModel.Policy }] };

        var table = await RoutingTable.LoadAsync([SampleSummary.Results(run, [An.Attempt("t"), An.Attempt("t", "policy:p")]).Outcomes],
            keepsPrompts: false, TestContext.Current.CancellationToken);

        Assert.Equal("alpha", Assert.Single(table.Models).Name);
    }

    [Fact]
    public async Task What_is_known_of_a_request_is_read_from_its_task_and_prompt()
    {
        var attempt = An.Attempt("django__django-123") with { Difficulty = "complex",
            Texts = new AttemptTexts { Prompt = new string('x', 401), Code = "a = 1" } };

        var task = Assert.Single((await LoadAsync(["alpha"], [attempt])).Tasks);

        Assert.Equal(("completion", "csharp", "django/django", "complex"),
            (task.Feature(RequestFeature.Class), task.Feature(RequestFeature.Language), task.Feature(RequestFeature.Repository),
            task.Feature("caller:difficulty")));
        Assert.Equal(101, task.Number(RequestFeature.PromptTokens));
        Assert.Equal(AnswerFingerprint.Compute("a=1\n"), task.Cells["alpha"].Single().Fingerprint);
        Assert.Null(task.Feature("caller:mood"));
    }

    [Fact]
    public async Task Prompts_are_kept_for_a_classifier_alone_and_their_length_always()
    {
        var results = SampleSummary.Results(An.Run("alpha"),
            [An.Attempt("t") with { Texts = new AttemptTexts { Prompt = "Sort these." } }]);

        foreach (var keepsPrompts in new[] { false, true })
        {
            var task = Assert.Single((await RoutingTable.LoadAsync([results.Outcomes], keepsPrompts, TestContext.Current.CancellationToken))
                .Tasks);

            Assert.Equal((keepsPrompts ? "Sort these." : null, 3), (task.Prompt, task.PromptTokens));
        }
    }

    [Fact]
    public async Task A_model_of_which_an_answer_was_simulated_is_simulated()
    {
        var attempts = Attempts(12).Select(attempt => attempt with { IsSimulated = attempt.Key is { TaskId: "task-07", Model: "beta" } });

        var table = await LoadAsync(["alpha", "beta"], attempts);

        Assert.Equal([("alpha", false), ("beta", true)], table.Models.Select(model => (model.Name, model.IsSimulated)));
    }

    private static IEnumerable<Attempt> Attempts(int tasks) =>
        Enumerable.Range(0, tasks).SelectMany(task => new[] { An.Attempt($"task-{task:00}"), An.Attempt($"task-{task:00}", "beta") });

    private static Task<RoutingTable> LoadAsync(string[] models, IEnumerable<Attempt> attempts) =>
        RoutingTable.LoadAsync([SampleSummary.Results(An.Run(models), [.. attempts]).Outcomes], keepsPrompts: true,
            TestContext.Current.CancellationToken);
}
