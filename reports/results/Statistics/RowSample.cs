using Eval.Results.Records;

namespace Eval.Results.Statistics;

/// <summary>
/// The attempts behind one row, with the number of each one's task; tasks in ordinal order of their identifiers. Skipped ones are left out.
/// </summary>
internal sealed class RowSample
{
    public RowSample(IEnumerable<Attempt> attempts)
    {
        Attempts = [.. attempts.Where(attempt => attempt.Verdict != Verdict.Skipped)];
        var keys = Attempts.Select(attempt => (attempt.Key.TaskId, attempt.Key.Dataset)).Distinct()
            .OrderBy(key => key.TaskId, StringComparer.Ordinal).ThenBy(key => key.Dataset, StringComparer.Ordinal).ToList();
        var numbers = keys.Select((key, number) => (key, number)).ToDictionary(pair => pair.key, pair => pair.number);
        TaskOf = Array.ConvertAll(Attempts, attempt => numbers[(attempt.Key.TaskId, attempt.Key.Dataset)]);
        Tasks = keys.Count;
    }

    public Attempt[] Attempts { get; }

    public int[] TaskOf { get; }

    public int Tasks { get; }

    public bool HasSeveralSamples => Attempts.Length > Tasks;

    /// <summary>Returns the sum per task of a number of each attempt.</summary>
    public double[] PerTask(Func<Attempt, double> value)
    {
        var sums = new double[Tasks];
        for (var i = 0; i < Attempts.Length; i++)
        {
            sums[TaskOf[i]] += value(Attempts[i]);
        }

        return sums;
    }

    /// <summary>Returns the number of attempts per task for which something holds.</summary>
    public int[] CountPerTask(Predicate<Attempt> holds)
    {
        var counts = new int[Tasks];
        for (var i = 0; i < Attempts.Length; i++)
        {
            if (holds(Attempts[i]))
            {
                counts[TaskOf[i]]++;
            }
        }

        return counts;
    }

    /// <summary>Returns the quantiles of a number some attempts have.</summary>
    public TaskQuantiles Quantiles(Func<Attempt, double?> value, params double[] quantiles)
    {
        var (values, tasks) = (new List<double>(), new List<int>());
        for (var i = 0; i < Attempts.Length; i++)
        {
            if (value(Attempts[i]) is not { } known)
            {
                continue;
            }

            values.Add(known);
            tasks.Add(TaskOf[i]);
        }

        return new TaskQuantiles([.. values], [.. tasks], Tasks, quantiles);
    }
}
