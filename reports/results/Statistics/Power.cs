namespace Eval.Results.Statistics;

/// <summary>What a number of tasks can show: at 5 % two-sided, a true difference is found four times out of five.</summary>
public static class Power
{
    /// <summary>The chance of finding a difference that is there.</summary>
    public const double Wanted = 0.8;

    private static readonly double Found = NormalQuantile.Compute(Wanted);

    /// <summary>
    /// Returns the smallest difference of means over the same tasks that can be detected (Miller 2024, arXiv:2411.00640, section 5).
    /// </summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="between">The variance over tasks of the difference of the true rates, ω².</param>
    /// <param name="withinFirst">The variance within a task of the first model, σ².</param>
    /// <param name="samplesFirst">The first model's samples per task.</param>
    /// <param name="withinSecond">The same of the second model.</param>
    /// <param name="samplesSecond">The second model's samples per task.</param>
    public static double SmallestDifference(int tasks, double between, double withinFirst, double samplesFirst, double withinSecond,
        double samplesSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        return (NormalQuantile.TwoSided95 + Found) * Math.Sqrt((between + (withinFirst / samplesFirst)
            + (withinSecond / samplesSecond)) / tasks);
    }

    /// <summary>Returns how many tasks show a difference of means; the counterpart of the smallest difference.</summary>
    /// <param name="difference">The difference to be seen, above 0.</param>
    /// <param name="between">The variance over tasks of the difference of the true rates, ω².</param>
    /// <param name="within">The variances within a task of both models together, σ².</param>
    /// <param name="samples">The samples per task.</param>
    public static int TasksFor(double difference, double between, double within, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(difference);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return Math.Max(1, (int)Math.Ceiling((between + (within / samples)) / TaskVariance(difference)));
    }

    /// <summary>
    /// Returns how many samples per task show a difference of means with a number of tasks; <see langword="null"/> when no number does,
    /// because the tasks themselves differ too much.
    /// </summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="difference">The difference to be seen, above 0.</param>
    /// <param name="between">The variance over tasks of the difference of the true rates, ω².</param>
    /// <param name="within">The variances within a task of both models together, σ².</param>
    public static int? SamplesFor(int tasks, double difference, double between, double within)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(difference);
        var left = (tasks * TaskVariance(difference)) - between;
        return left > 0 && within / left <= int.MaxValue ? Math.Max(1, (int)Math.Ceiling(within / left)) : null;
    }

    /// <summary>
    /// Returns how many tasks show a difference of pass rates with the exact paired test (Connor 1987, Biometrics 43:207).
    /// </summary>
    /// <param name="difference">The difference to be seen, above 0.</param>
    /// <param name="discordance">The share of tasks on which the two models differ, at least the difference.</param>
    public static int TasksFor(double difference, double discordance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(difference);
        ArgumentOutOfRangeException.ThrowIfLessThan(discordance, difference);
        return (int)Math.Ceiling(ExactTasks(difference, discordance));
    }

    /// <summary>
    /// Returns the smallest difference of pass rates that a number of tasks shows with the exact paired test; <see langword="null"/> when
    /// not even the largest possible one, the discordance itself, can be seen.
    /// </summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="discordance">The share of tasks on which the two models differ.</param>
    public static double? SmallestDifference(int tasks, double discordance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        if (discordance <= 0 || ExactTasks(discordance, discordance) > tasks)
        {
            return null;
        }

        // The number of tasks falls as the difference grows.
        var (low, high) = (0.0, discordance);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = ExactTasks(middle, discordance) > tasks ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The variance of a task's difference at which a single task would show it.</summary>
    private static double TaskVariance(double difference) => Math.Pow(difference / (NormalQuantile.TwoSided95 + Found), 2);

    internal static double ExactTasks(double difference, double discordance)
    {
        var root = (NormalQuantile.TwoSided95 * Math.Sqrt(discordance)) + (Found * Math.Sqrt(discordance - (difference * difference)));
        return root * root / (difference * difference);
    }
}
