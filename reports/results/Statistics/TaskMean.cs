namespace Eval.Results.Statistics;

/// <summary>The mean of one value per task; tasks without a value (NaN) are left out.</summary>
internal sealed class TaskMean(double[] perTask) : IReplicateStatistic
{
    public int Count => 1;

    public void Evaluate(ReadOnlySpan<int> counts, Span<double> values)
    {
        var (sum, n) = (0.0, 0);
        for (var task = 0; task < perTask.Length; task++)
        {
            if (counts[task] == 0 || double.IsNaN(perTask[task]))
            {
                continue;
            }

            sum += counts[task] * perTask[task];
            n += counts[task];
        }

        values[0] = n == 0 ? double.NaN : sum / n;
    }
}
