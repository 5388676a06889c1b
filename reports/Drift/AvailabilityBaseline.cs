using Eval.Results.Statistics;
using MathNet.Numerics;

namespace Eval.Reports.Drift;

/// <summary>
/// What a window of runs lets expect of the calls that fail. Failures are few, so that a normal approximation would take the second one
/// of a run for a change: the chance of as many comes from the beta-binomial distribution, in which the window's own uncertainty is
/// counted.
/// </summary>
internal sealed class AvailabilityBaseline
{
    /// <summary>What is thought before any run was seen: a failure in 200 calls is nobody's news.</summary>
    private const double PriorFailures = 1;

    private const double PriorAnswers = 199;

    private readonly double _failures;
    private readonly double _answers;

    private AvailabilityBaseline(double failures, double answers)
    {
        _failures = failures;
        _answers = answers;
    }

    /// <summary>Returns the baseline of some runs.</summary>
    public static AvailabilityBaseline From(IReadOnlyList<Night> nights)
    {
        var (asked, answered) = (nights.Sum(night => night.Asked), nights.Sum(night => night.Answered));
        return new AvailabilityBaseline(asked - answered + PriorFailures, answered + PriorAnswers);
    }

    /// <summary>Returns how far a run lies above what was expected, as a standard normal score; failures are negative.</summary>
    public double Score(Night night)
    {
        var failed = night.Asked - night.Answered;
        var fewer = 0.0;
        for (var count = 0; count < failed; count++)
        {
            fewer += Chance(count, night.Asked);
        }

        // Half of the chance of exactly as many lies on either side, so that quiet runs score 0 on average.
        var more = 1 - fewer - (Chance(failed, night.Asked) / 2);
        return more <= 0 ? -Cusum.MaxScore : Math.Clamp(NormalQuantile.Compute(Math.Min(more, 1)), -Cusum.MaxScore, Cusum.MaxScore);
    }

    private double Chance(int failed, int asked) => Math.Exp(
        SpecialFunctions.BinomialLn(asked, failed)
        + SpecialFunctions.BetaLn(failed + _failures, asked - failed + _answers)
        - SpecialFunctions.BetaLn(_failures, _answers));
}
