using Eval.Harness.Budgets;
using Eval.Harness.Metrics;
using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Harness.Scoring;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Runs;

/// <summary>Makes the attempts of a plan as a run does, by a real store; models and scorer are a test's own.</summary>
internal sealed class APipeline
{
    private readonly AttemptPipeline _pipeline;
    private readonly AskingStage _asking;
    private readonly Budget _budget;
    private readonly StoredProgress _done;

    public APipeline(RunPlan plan, IRunStore store, IScorer scorer, StoredProgress done, RunLimits limits,
        StoredReplies stored = StoredReplies.None, bool useCache = false, AnswerMetrics? metrics = null)
    {
        Progress = new RunProgress(plan.Models.Select(model => (model.Name, plan.Tasks.Count, 0, 0, (decimal?)null)));
        _done = done;
        _budget = limits.CreateBudget(plan, done);
        var requests = new RequestBuilder([scorer], singleShot: null, new SemaphoreSlim(limits.MaxSandboxes));
        var asker = new AttemptAsker(store, new AttemptBuilder(plan.Run.Id), requests, agent: null, useCache)
        {
            Unfinished = done.Unfinished, Stored = done.Stored,
        };
        Scorer = new AttemptScorer([scorer]);
        _asking = new AskingStage(plan, asker, _budget, limits.MaxConnections, Progress);
        _pipeline = new AttemptPipeline(_asking, new ScoringStage(Scorer, metrics ?? new AnswerMetrics([]), store, Progress),
            new StoredReplyQueue(store, plan, stored), limits.MaxSandboxes);
    }

    public RunProgress Progress { get; }

    public AttemptScorer Scorer { get; }

    public (string Model, decimal Usd)? BudgetRefused => _budget.Refused;

    public IReadOnlyDictionary<string, string> RefusedModels => _asking.RefusedModels;

    public Task RunAsync(IEnumerable<IModel> models, CancellationToken stop, CancellationToken abort) =>
        _pipeline.RunAsync(models, _done.NotToAsk, stop, abort);
}
