using Eval.Datasets;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Harness.Tests.Planning;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Runs;

public sealed class GradedAnswersTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eval-graded");
    private readonly RunPlan _plan = APlan.Create(2, new RunOptions(), "m");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Its_models_are_those_of_the_answers()
    {
        var models = Answers(Answer("a", "t0000"), Answer("a", "t0001"), Answer("b", "t0000")).Models();

        Assert.Equal(["a", "b"], models.Select(model => model.Name));
        Assert.All(models, model => Assert.Equal(RunModel.File, model.Source.Name));
    }

    [Fact]
    public void Answers_to_tasks_that_are_set_aside_are_left_out()
    {
        var left = Answers(Answer("a", "t0000"), Answer("a", "t0001")).To(_plan.Tasks.Take(1));

        Assert.Equal(["t0000"], left.Completions.Select(completion => completion.TaskId));
    }

    [Fact]
    public async Task They_are_stored_as_replies_to_score_and_those_that_are_stored_are_left_alone()
    {
        await using var store = await RunStore.OpenAsync(_folder.FullName, Ct);
        await store.CreateRunAsync(_plan.Run, Ct);
        var answers = Answers(Answer("a", "t0000"), Answer("a", "t0001"));
        await answers.StoreAsync(_plan, store, new HashSet<AttemptKey> { new("mini", "t0000", "a", 0) }, Ct);

        var stored = Assert.Single(await store.ReadUnscoredAsync(_plan.Run.Id, Ct).ToListAsync(Ct));
        Assert.Equal(("t0001", "```csharp\ncode\n```\n", RunModel.File), (stored.Key.TaskId, stored.Texts!.Reply, stored.Provider));
    }

    private static GradedAnswers Answers(params StoredCompletion[] completions) => new([], [], completions);

    private static StoredCompletion Answer(string model, string task) => new(model, task, 0, CompletionKind.Solution, "code", "a.jsonl", 1);
}
