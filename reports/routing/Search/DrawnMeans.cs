using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Eval.Routing.Evaluation;

namespace Eval.Routing.Search;

/// <summary>
/// What <see cref="TrainingTasks"/> computes of a candidate, for many draws at once. Each draw's sums are made in the order of the tasks,
/// so they are the same to the last bit.
/// </summary>
internal sealed class DrawnMeans
{
    /// <summary>How many draws are added up side by side: sums that fit into the registers of a processor.</summary>
    public const int Lanes = 16;

    private readonly double[] _costs = new double[Lanes];
    private readonly double[] _sums = new double[Lanes];
    private readonly double[] _squares = new double[Lanes];

    /// <summary>Adds up a candidate.</summary>
    /// <param name="counts">How often each task counts in each draw, see <see cref="TaskDraws.SideBySide"/>.</param>
    /// <param name="scores">The candidate's value on every task; its costs are known.</param>
    /// <param name="baseline">What its quality is compared with.</param>
    public void Compute(double[] counts, PolicyScores scores, PolicyScores baseline)
    {
        var (costs, quality, other) = (scores.CostUsd, scores.Quality, baseline.Quality);
        ArgumentOutOfRangeException.ThrowIfNotEqual(counts.Length, costs.Length * Lanes);
        for (var half = 0; half < Lanes; half += Lanes / 2)
        {
            Add(counts.AsSpan(half), costs, quality, other, _costs.AsSpan(half), _sums.AsSpan(half), _squares.AsSpan(half));
        }
    }

    public double Cost(int lane, int total) => _costs[lane] / total;

    /// <summary>Returns the mean of the difference in quality and its standard error.</summary>
    public (double Mean, double StandardError) Difference(int lane, int total) =>
        TrainingTasks.MeanAndError(_sums[lane], _squares[lane], total);

    // Called thousands of times with thousands of tasks each: not worth being compiled slowly first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(
        ReadOnlySpan<double> counts, ReadOnlySpan<double> costs, ReadOnlySpan<double> quality, ReadOnlySpan<double> other,
            Span<double> cost, Span<double> sum, Span<double> squares)
    {
        var (cost0, cost1) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (sum0, sum1) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (squares0, squares1) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var task = 0; task < costs.Length; task++)
        {
            var here = counts[(task * Lanes)..];
            var (counts0, counts1) = (Vector256.Create(here), Vector256.Create(here[Vector256<double>.Count..]));
            var difference = Vector256.Create(quality[task] - other[task]);
            var paid = Vector256.Create(costs[task]);
            var (weighted0, weighted1) = (counts0 * difference, counts1 * difference);
            (cost0, cost1) = (cost0 + (counts0 * paid), cost1 + (counts1 * paid));
            (sum0, sum1) = (sum0 + weighted0, sum1 + weighted1);
            (squares0, squares1) = (squares0 + (weighted0 * difference), squares1 + (weighted1 * difference));
        }

        Store(cost0, cost1, cost);
        Store(sum0, sum1, sum);
        Store(squares0, squares1, squares);
    }

    private static void Store(Vector256<double> first, Vector256<double> second, Span<double> target)
    {
        first.CopyTo(target);
        second.CopyTo(target[Vector256<double>.Count..]);
    }
}
