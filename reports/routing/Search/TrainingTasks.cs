namespace Eval.Routing.Search;

/// <summary>The tasks a policy is chosen on: how often each counts, 0 for those that are held out.</summary>
internal sealed class TrainingTasks
{
    public TrainingTasks(int[] counts)
    {
        Counts = counts;
        Total = counts.Sum();
    }

    public int[] Counts { get; }

    public int Total { get; }

    public static TrainingTasks All(int tasks)
    {
        var counts = new int[tasks];
        Array.Fill(counts, 1);
        return new TrainingTasks(counts);
    }

    /// <summary>All but the tasks that are held out, each as often as it was drawn.</summary>
    public static TrainingTasks Without(bool[] isHeldOut, int[] drawn)
    {
        var counts = new int[isHeldOut.Length];
        for (var task = 0; task < counts.Length; task++)
        {
            counts[task] = isHeldOut[task] ? 0 : drawn[task];
        }

        return new TrainingTasks(counts);
    }

    public double Mean(double[] values)
    {
        var sum = 0.0;
        for (var task = 0; task < values.Length; task++)
        {
            if (Counts[task] > 0)
            {
                sum += Counts[task] * values[task];
            }
        }

        return sum / Total;
    }

    /// <summary>Returns the mean of a paired difference and its standard error.</summary>
    public (double Mean, double StandardError) Difference(double[] one, double[] other)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var task = 0; task < one.Length; task++)
        {
            var difference = one[task] - other[task];
            sum += Counts[task] * difference;
            squares += Counts[task] * difference * difference;
        }

        return MeanAndError(sum, squares, Total);
    }

    /// <summary>Returns the mean and its standard error from a sum, a sum of squares and the number of tasks.</summary>
    public static (double Mean, double StandardError) MeanAndError(double sum, double squares, int total)
    {
        var mean = sum / total;
        return (mean, total < 2 ? 0 : Math.Sqrt(Math.Max(0, (squares / total) - (mean * mean)) / (total - 1)));
    }
}
