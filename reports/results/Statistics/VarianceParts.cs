namespace Eval.Results.Statistics;

/// <summary>
/// Where the variance of a mean over tasks comes from (Miller 2024, arXiv:2411.00640): more samples per task reduce only the part within.
/// </summary>
/// <param name="Between">The variance between the tasks' true rates, ω²; never negative.</param>
/// <param name="Within">The mean variance within a task, σ².</param>
public sealed record VarianceParts(double Between, double Within)
{
    /// <summary>
    /// Estimates both from the values of each task's samples; <see langword="null"/> below two tasks. Tasks with one sample say nothing of
    /// the part within; where all have one, everything counts as between.
    /// </summary>
    public static VarianceParts? From(IReadOnlyList<IReadOnlyList<double>> tasks)
    {
        var filled = tasks.Where(samples => samples.Count > 0).ToList();
        if (StandardError.Variance(filled.ConvertAll(samples => samples.Average())) is not { } ofMeans)
        {
            return null;
        }

        var repeated = filled.Where(samples => samples.Count > 1).Select(samples => StandardError.Variance(samples)!.Value).ToList();
        var within = repeated.Count == 0 ? 0 : repeated.Average();
        var inMeans = within * filled.Average(samples => 1.0 / samples.Count);
        return new VarianceParts(Math.Max(0, ofMeans - inMeans), within);
    }
}
