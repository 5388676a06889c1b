using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Runs;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Harness.Planning;

/// <summary>Forecasts tokens, money and time of a plan: by what earlier runs took where they are known, else by assumptions.</summary>
internal sealed class RunForecaster(RunPlan plan, ForecastOptions options, PlanHistory history, StoredProgress done)
{
    /// <summary>Where an adaptive endpoint begins and where it ends, see <see cref="EndpointLimiter.Adaptive"/>.</summary>
    private const int FirstOpen = 8;
    private const int MaxOpen = 128;

    private readonly CallAssumptions _assumptions = new(options.Sandboxes, options.Issues);

    public RunForecast Forecast()
    {
        var models = plan.Models.Select(Forecast).ToList();
        var sandboxes = options.Sandboxes.MaxSandboxes;
        var (asking, scoring) = (Asking(models), Scoring(models) * (1.0 / sandboxes));
        var answers = Math.Max(1, models.Sum(model => model.Requests));
        var (call, execution) = (Sum(models, model => model.CallSeconds) * (1.0 / answers),
            Sum(models, model => model.SandboxSeconds) * (1.0 / answers));
        var priced = models.Where(model => model.CostUsd is not null).ToList();
        return new RunForecast
        {
            Models = models,
            CostUsd = priced.Count == 0 ? null : Sum(priced, model => model.CostUsd!.Value),
            WithoutPrice = [.. models.Except(priced).Select(model => model.Model)],
            SpentUsd = done.SpentUsd,
            AskingSeconds = asking,
            ScoringSeconds = scoring,
            // The two stages go side by side: the slower one, and the other's part of one attempt.
            Seconds = new EstimatedRange(Math.Max(asking.Low + execution.Low, scoring.Low + call.Low),
                Math.Max(asking.High + execution.High, scoring.High + call.High)),
            MaxSandboxes = sandboxes,
        };
    }

    private static EstimatedRange Sum(IEnumerable<ModelForecast> models, Func<ModelForecast, EstimatedRange> value) =>
        models.Select(value).Aggregate((sum, part) => sum + part);

    private ModelForecast Forecast(ModelSpec model)
    {
        var missing = options.AsksNothing ? [] : plan.Attempts(model).Where(planned => !done.NotToAsk.Contains(planned.Key))
            .CountBy(planned => planned.Task).ToDictionary();
        List<(EvalTask Task, int Requests)> tasks = [.. plan.Tasks.Select(task => (task, missing.GetValueOrDefault(task)))];
        return history.Of(model.Name) is [var best, ..] && FromHistory(model, tasks, best) is { } known
            ? known : _assumptions.Forecast(model, tasks);
    }

    /// <summary>Null when too little of it is stored.</summary>
    private static ModelForecast? FromHistory(ModelSpec model, List<(EvalTask Task, int Requests)> tasks, EarlierAttempts earlier)
    {
        var answers = earlier.Answers.ToLookup(answer => (answer.Key.Dataset, answer.Key.TaskId));
        EstimatedRange? Total(Func<Attempt, double?> value) => PredictedTotal.From(
            [.. tasks.Select(task => ((IReadOnlyList<double>)[.. answers[(task.Task.Dataset, task.Task.Id)].Select(value).OfType<double>()],
                task.Requests))]) is { } total ? EstimatedRange.From(total) : null;

        // What failed tries were billed is known in money only, and only at the price of then.
        var isSamePrice = Bare(earlier.Model.Price) == Bare(model.Price);
        double? Cost(Attempt answer) => (double?)(isSamePrice ? answer.CostUsd : model.Price?.CostUsd(answer.Usage));
        if (Total(answer => answer.Usage.InputTokens) is not { } input || Total(answer => answer.Usage.OutputTokens) is not { } output
            || Total(CallSeconds) is not { } calls)
        {
            return null;
        }

        var execution = Total(answer => answer.Execution?.TotalSeconds) ?? new EstimatedRange(0, 0, 0);
        var requests = tasks.Sum(task => task.Requests);
        return new ModelForecast
        {
            Model = model.Name,
            Requests = requests,
            InputTokens = input,
            OutputTokens = output,
            CostUsd = Total(Cost),
            CallSeconds = calls,
            SandboxSeconds = execution with { High = Math.Max(execution.High, requests * (earlier.MaxSandboxSeconds ?? 0)) },
            Source = earlier,
        };
    }

    /// <summary>When and where it was looked up does not change a price.</summary>
    private static Price? Bare(Price? price) => price is null ? null : price with { AsOf = null, Source = null };

    private static double? CallSeconds(Attempt answer) =>
        answer.IsCached ? null : (answer.Timing?.Total + answer.Timing?.RetryWait)?.TotalSeconds;

    /// <summary>
    /// Endpoints are asked side by side; without a number of connections the models of an endpoint share what it can handle.
    /// </summary>
    private EstimatedRange Asking(List<ModelForecast> models)
    {
        var pairs = plan.Models.Zip(models).ToList();
        var pools = options.MaxConnections is { } connections
            ? pairs.Select(pair => Pool([pair.Second], connections, connections, connections))
            : pairs.GroupBy(pair => pair.First.Source.Place)
            .Select(endpoint => Pool([.. endpoint.Select(pair => pair.Second)], FirstOpen, Borne(endpoint.Select(pair => pair.Second)),
                MaxOpen));
        var all = pools.ToList();
        return new EstimatedRange(all.Max(pool => pool.Low), all.Max(pool => pool.High));
    }

    /// <summary>How many open calls the endpoint bore before; at first, as many as are open from the start.</summary>
    private static int Borne(IEnumerable<ModelForecast> models) => Math.Clamp(
        models.Select(model => model.Source?.Answers.Max(answer => answer.IsCached ? 0 : answer.Timing?.Concurrency ?? 0) ?? 0).Max(),
            FirstOpen, MaxOpen);

    private static EstimatedRange Pool(IReadOnlyList<ModelForecast> models, int open, int min, int max)
    {
        var calls = models.Sum(model => model.Requests);
        var busy = Sum(models, model => model.CallSeconds);
        return new EstimatedRange(AskingTime.Seconds(calls, busy.Low, open, max), AskingTime.Seconds(calls, busy.High, open, min));
    }

    /// <summary>Also what is asked no more is scored, when it was not yet.</summary>
    private EstimatedRange Scoring(List<ModelForecast> models)
    {
        var stored = plan.Models.Sum(model => plan.Attempts(model)
            .Count(planned => !done.Scored.Contains(planned.Key))) - models.Sum(model => model.Requests);
        var mean = plan.Tasks.Select(_assumptions.SandboxSecondsOf).Aggregate((sum, part) => sum + part) * (1.0 / plan.Tasks.Count);
        return Sum(models, model => model.SandboxSeconds) + (mean * stored);
    }
}
