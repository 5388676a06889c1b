namespace Eval.Reports.Drift;

/// <summary>What a window of quiet runs lets expect of the next run's passes, task by task.</summary>
public sealed class PassRateBaseline
{
    private readonly IReadOnlyDictionary<string, (int Passed, int Attempts)> _tasks;

    /// <summary>Takes the passes and attempts of each task over the window.</summary>
    public PassRateBaseline(IReadOnlyDictionary<string, (int Passed, int Attempts)> tasks) => _tasks = tasks;

    /// <summary>Gets each task's share of passes in the window.</summary>
    public IEnumerable<KeyValuePair<string, double>> Shares =>
        _tasks.Where(task => task.Value.Attempts > 0)
            .Select(task => KeyValuePair.Create(task.Key, (double)task.Value.Passed / task.Value.Attempts));

    /// <summary>Returns the baseline of some runs.</summary>
    public static PassRateBaseline From(IEnumerable<Night> nights) => new(nights.SelectMany(night => night.Tasks)
        .GroupBy(task => task.Key, task => task.Value, StringComparer.Ordinal)
        .ToDictionary(task => task.Key, task => (task.Sum(one => one.Passed), task.Sum(one => one.Attempts)), StringComparer.Ordinal));

    /// <summary>
    /// Returns how far a run lies above what was expected, in standard deviations, from the tasks that both know; <see langword="null"/>
    /// without any. The uncertainty of the window itself is counted.
    /// </summary>
    /// <param name="night">The passes and attempts of each task in the run.</param>
    public double? Score(IReadOnlyDictionary<string, (int Passed, int Attempts)> night)
    {
        var (difference, variance) = (0.0, 0.0);
        foreach (var (task, (passed, attempts)) in night)
        {
            if (attempts == 0 || !_tasks.TryGetValue(task, out var before) || before.Attempts == 0)
            {
                continue;
            }

            // Half a pass and half a failure more, so that tasks that always passed may fail once.
            var rate = (before.Passed + 0.5) / (before.Attempts + 1);
            difference += passed - ((double)before.Passed / before.Attempts * attempts);
            variance += rate * (1 - rate) * attempts * (1 + ((double)attempts / before.Attempts));
        }

        return variance > 0 ? difference / Math.Sqrt(variance) : null;
    }
}
