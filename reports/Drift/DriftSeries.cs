using Eval.Results.Metrics;

namespace Eval.Reports.Drift;

/// <summary>One metric of one model over the nightly runs since its baseline began.</summary>
/// <param name="Model">The model.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Limit">Where the cumulative sum becomes an alarm, with all series of the run in mind.</param>
/// <param name="Points">The runs, the oldest first.</param>
public sealed record DriftSeries(string Model, Metric Metric, double Limit, IReadOnlyList<DriftPoint> Points)
{
    /// <summary>Gets the runs since the sum was last 0, this run among them: where the change is thought to have begun.</summary>
    public int NightsSinceChange => Points.Count - 1 - Points.ToList()
        .FindLastIndex(Points.Count - 1, point => point is { Sum: 0, IsAlarm: false });
}
