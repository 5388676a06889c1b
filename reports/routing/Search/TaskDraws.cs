using Eval.Results.Statistics;

namespace Eval.Routing.Search;

/// <summary>
/// Draws of tasks with replacement for repeating a choice, as many side by side as <see cref="DrawnMeans"/> adds up at once.
/// </summary>
/// <param name="tasks">The number of tasks.</param>
/// <param name="replicates">How often as many tasks are drawn.</param>
/// <param name="seed">The seed of the draws.</param>
internal sealed class TaskDraws(int tasks, int replicates, ulong seed)
{
    private readonly double[] _counts = new double[tasks * DrawnMeans.Lanes];

    public int Tasks => tasks;

    public int Replicates => replicates;

    /// <summary>Counts how often each task was drawn.</summary>
    public void Count(int replicate, Span<int> counts)
    {
        counts.Clear();
        for (var position = 0; position < tasks; position++)
        {
            counts[SplitMix64.Below(tasks, seed, ((long)replicate * tasks) + position)]++;
        }
    }

    /// <summary>
    /// Returns the counts of some draws one beside the other: those of a task are neighbours. The same memory is used again by the next
    /// call.
    /// </summary>
    /// <param name="first">The first draw.</param>
    /// <param name="isHeldOut">The tasks that count nothing.</param>
    /// <param name="totals">Receives the number of tasks drawn, each as often as it was.</param>
    public double[] SideBySide(int first, bool[]? isHeldOut, Span<int> totals)
    {
        var counts = new int[tasks];
        Array.Clear(_counts);
        totals.Clear();
        for (var lane = 0; lane < DrawnMeans.Lanes && first + lane < replicates; lane++)
        {
            Count(first + lane, counts);
            for (var task = 0; task < tasks; task++)
            {
                if (isHeldOut?[task] == true)
                {
                    continue;
                }

                _counts[(task * DrawnMeans.Lanes) + lane] = counts[task];
                totals[lane] += counts[task];
            }
        }

        return _counts;
    }
}
