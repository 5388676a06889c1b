namespace Eval.Reports.Statistics;

/// <summary>What a number of tasks can show: at 5 % two-sided, a true difference is found four times out of five.</summary>
public static class Power
{
    /// <summary>The chance of finding a difference that is there.</summary>
    public const double Wanted = 0.8;

    private static readonly double Found = NormalQuantile.Of(Wanted);

    /// <summary>
    /// Returns the smallest difference of means over the same tasks that can be detected (Miller 2024, arXiv:2411.00640, section 5).
    /// </summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="between">The variance over tasks of the difference of the true rates, ω².</param>
    /// <param name="withinFirst">The variance within a task of the first model, σ².</param>
    /// <param name="samplesFirst">The first model's samples per task.</param>
    /// <param name="withinSecond">The same of the second model.</param>
    /// <param name="samplesSecond">The second model's samples per task.</param>
    public static double SmallestDifference(int tasks, double between, double withinFirst, double samplesFirst, double withinSecond, double samplesSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        return (NormalQuantile.TwoSided95 + Found) * Math.Sqrt((between + (withinFirst / samplesFirst) + (withinSecond / samplesSecond)) / tasks);
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
    /// Returns the smallest difference of pass rates that a number of tasks shows with the exact paired test; <see langword="null"/> when not even
    /// the largest possible one, the discordance itself, can be seen.
    /// </summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="discordance">The share of tasks on which the two models differ.</param>
    public static double? SmallestDifference(int tasks, double discordance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tasks, 1);
        if (discordance <= 0 || ExactTasks(discordance, discordance) > tasks)
            return null;

        // The number of tasks falls as the difference grows.
        var (low, high) = (0.0, discordance);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = ExactTasks(middle, discordance) > tasks ? (middle, high) : (low, middle);
        }

        return high;
    }

    internal static double ExactTasks(double difference, double discordance)
    {
        var root = (NormalQuantile.TwoSided95 * Math.Sqrt(discordance)) + (Found * Math.Sqrt(discordance - (difference * difference)));
        return root * root / (difference * difference);
    }
}
