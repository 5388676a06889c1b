using System.Globalization;
using Eval.Results.Statistics;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Says where a policy's numbers come from, so that nobody deploys a number without its origin.</summary>
internal static class OriginText
{
    /// <summary>Returns lines of printable ASCII, to be written as comments.</summary>
    public static IReadOnlyList<string> Lines(PolicyFile file) => [.. Parts(file).Select(PrintableAscii.From)];

    private static IEnumerable<string> Parts(PolicyFile file)
    {
        yield return $"Policy {file.Name}: {file.Policy}";
        if (file.EvaluatedOn is { } origin)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Evaluated on {origin.Tasks} tasks ({origin.TaskSetHash}) of "
                + $"{string.Join(", ", origin.Runs)}, measured {origin.MeasuredAt.UtcDateTime:yyyy-MM-dd}.");
            yield return $"Prices as of {origin.PricesAsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "an unknown date"}.";
        }
        else
        {
            yield return "Not measured: nothing is known of its quality, cost or latency.";
        }

        if (file.Metrics is { } metrics)
        {
            yield return $"Quality {Share(metrics.Quality)}; availability {Share(metrics.Availability)}; escalation rate "
                + $"{Percent(metrics.EscalationRate)}.";
            yield return $"Cost per task {Usd(metrics.CostPerTaskUsd)}.";
            yield return $"Latency mean {Milliseconds(metrics.LatencyMeanMs)}; p50 {Milliseconds(metrics.LatencyP50Ms)}; p90 "
                + $"{Milliseconds(metrics.LatencyP90Ms)}.";
            yield return $"Time to first token p50 {Milliseconds(metrics.TtftP50Ms)}; p90 {Milliseconds(metrics.TtftP90Ms)}.";
        }

        if (file.Baseline is { } baseline)
        {
            yield return $"Baseline {baseline}; margin {(file.Margin is { } margin ? Percent(margin) : "not declared")}.";
        }

        if (file.QualityDifference is not null || file.Savings is not null)
        {
            yield return $"Against the baseline: quality {Share(file.QualityDifference)}, savings {Share(file.Savings)}.";
        }

        if (file.Verdict is { } verdict)
        {
            yield return $"Verdict: {PolicyNames.From(verdict)}.";
        }
    }

    private static string Share(Estimate? estimate) => Write(estimate, Percent);

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);

    private static string Usd(Estimate? estimate) =>
        Write(estimate, usd => string.Create(CultureInfo.InvariantCulture, $"{usd:0.########} USD"));

    private static string Milliseconds(Estimate? estimate) =>
        Write(estimate, ms => string.Create(CultureInfo.InvariantCulture, $"{ms:0} ms"));

    private static string Write(Estimate? estimate, Func<double, string> write)
    {
        if (estimate is null)
        {
            return "not known";
        }

        string End(double end) => double.IsFinite(end) ? write(end) : "unbounded";
        return string.Create(CultureInfo.InvariantCulture,
            $"{write(estimate.Value)} [{End(estimate.Low)} to {End(estimate.High)}, n {estimate.N}]");
    }
}
