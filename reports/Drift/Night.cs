using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Drift;

/// <summary>What a run says of one model, as far as it is watched.</summary>
public sealed class Night
{
    /// <summary>Below this share of answers a run says nothing of quality, time or cost: those that did come are a selection.</summary>
    private const double LeastAnswered = 0.5;

    private readonly Dictionary<Metric, double?> _values;

    private Night(Run run, RunModel model, IReadOnlyList<Attempt> attempts, MetricCatalog catalog)
    {
        Run = run;
        Model = model;
        Asked = attempts.Count(attempt => attempt.Verdict is not (Verdict.Skipped or Verdict.SandboxError));
        var answered = attempts.Where(attempt => attempt.Verdict.IsAnswered()).ToList();
        Answered = answered.Count;
        IsAnswered = Asked > 0 && Answered >= LeastAnswered * Asked;
        // Whom a policy asks depends on the tasks; that is no change of anybody's.
        ServedModels = answered.Where(attempt => attempt.Provider != RunModel.Policy).Select(attempt => attempt.ServedModel)
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Tasks = answered.GroupBy(attempt => $"{attempt.Key.Dataset}/{attempt.Key.TaskId}", StringComparer.Ordinal)
            .ToDictionary(task => task.Key, task => (task.Count(attempt => attempt.Passed), task.Count()), StringComparer.Ordinal);
        _values = catalog.Watched.ToDictionary(metric => metric, metric => metric.Watch!.FromAnswers(answered));
        if (_values.ContainsKey(QualityMetrics.Availability))
        {
            _values[QualityMetrics.Availability] = Asked == 0 ? null : (double)Answered / Asked;
        }
    }

    /// <summary>Gets the run.</summary>
    public Run Run { get; }

    /// <summary>Gets the model as the run used it.</summary>
    public RunModel Model { get; }

    /// <summary>Gets how many calls the endpoint is answerable for.</summary>
    public int Asked { get; }

    /// <summary>Gets how many of them were answered.</summary>
    public int Answered { get; }

    /// <summary>Gets a value indicating whether enough was answered to say something of quality, time and cost.</summary>
    public bool IsAnswered { get; }

    /// <summary>Gets the models that the endpoint says it served.</summary>
    public IReadOnlyList<string> ServedModels { get; }

    /// <summary>Gets the passes and answers of each task.</summary>
    public IReadOnlyDictionary<string, (int Passed, int Attempts)> Tasks { get; }

    /// <summary>Gets the pass rate over the answers; null without any.</summary>
    public double? PassRate => Answered == 0 ? null : Tasks.Values.Sum(task => (double)task.Passed) / Answered;

    /// <summary>Returns what a run says of a model.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">One of its models.</param>
    /// <param name="attempts">The run's attempts; those of other models are left aside.</param>
    /// <param name="catalog">The metrics. Default: the program's own.</param>
    public static Night From(Run run, RunModel model, IEnumerable<Attempt> attempts, MetricCatalog? catalog = null) =>
        new(run, model, [.. attempts.Where(attempt => attempt.Key.Model == model.Name)], catalog ?? MetricCatalog.Default);

    /// <summary>Returns what the run says of a watched metric; <see langword="null"/> where it says nothing.</summary>
    public double? Value(Metric metric)
    {
        var value = _values.GetValueOrDefault(metric);

        // Endpoints have been seen to count fewer than no tokens. It has no logarithm, and once in the sum it would silence every later
        // alarm.
        return metric == QualityMetrics.Availability || (IsAnswered && value >= 0) ? value : null;
    }
}
