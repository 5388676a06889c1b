using Eval.Datasets;
using Eval.Results.Records;

namespace Eval.Harness.Metrics;

/// <summary>Everything that a run measures of its answers.</summary>
internal sealed class AnswerMetrics(IReadOnlyList<IAnswerMetric> metrics)
{
    /// <summary>Returns all values of an answer; numbers that are none are left out.</summary>
    public async Task<IReadOnlyDictionary<string, double>> MeasureAsync(EvalTask task, Attempt attempt, CancellationToken ct)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            foreach (var (name, value) in await metric.MeasureAsync(task, attempt, ct))
            {
                if (double.IsFinite(value))
                {
                    values[name] = value;
                }
            }
        }

        return values;
    }
}
