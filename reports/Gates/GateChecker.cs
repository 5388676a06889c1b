using Eval.Reports.Comparisons;
using Eval.Reports.Drift;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Reports.Gates;

/// <summary>Checks a run against gates.</summary>
public static class GateChecker
{
    /// <summary>Returns a result for each gate and each model that it is for.</summary>
    /// <param name="run">The run.</param>
    /// <param name="gates">The gates.</param>
    /// <param name="findBaseline">Finds what a gate compares a model with: the run that it names, or one before; <see langword="null"/>
    /// when there is none.</param>
    public static async Task<IReadOnlyList<GateResult>> CheckAsync(RunResults run, IEnumerable<Gate> gates,
        Func<Gate, string, Task<RunResults?>> findBaseline)
    {
        var results = new List<GateResult>();
        foreach (var gate in gates)
        {
            var models = run.Run.Models.Select(model => model.Name).Where(gate.IsFor).ToList();
            if (models.Count == 0)
            {
                results.Add(new GateResult(gate, "", false, $"the run has no model {gate.Model}"));
            }

            foreach (var model in models)
            {
                var known = new GateKnowledge(PlanCoverage.From(run, model, gate.Class));
                results.Add(known.Lack(run.Summary.Metrics.Find(gate.Metric)?.CountsFailedCalls == true) is { } lack && HasClass(run, gate)
                    ? new GateResult(gate, model, false, lack)
                    : gate.VerdictOrigin is not null ? ScoredBy(run, gate, model) : gate.NonInferiorTo is null
                    ? Bound(run, gate, model, known) : await NonInferiorAsync(run, gate, model, findBaseline));
            }
        }

        return results;
    }

    private static bool HasClass(RunResults run, Gate gate) =>
        gate.Class == SummaryRow.All || run.Attempts.Any(attempt => attempt.Class == gate.Class);

    private static GateResult Bound(RunResults run, Gate gate, string model, GateKnowledge known)
    {
        GateResult Result(bool isPassed, string reason) => new(gate, model, isPassed, reason);
        var row = run.Summary.Rows.FirstOrDefault(row => row.Model == model && row.Dataset == SummaryRow.All && row.Class == gate.Class);
        if (row is null)
        {
            return Result(false, $"the run has no tasks of class {gate.Class}");
        }

        var metric = run.Summary.Metrics.FindGate(gate.Metric)
            ?? throw new ArgumentException($"There is no metric {gate.Metric}.", nameof(gate));
        if (metric.Decisive(row) is not { } seen)
        {
            return Result(false, $"{gate.Metric} is not known "
                + $"here{(metric.MinValues is { } answers ? $" (it takes {answers} timed answers)" : "")}, and what is not known does "
                + "not pass");
        }

        var isShare = metric.Unit == MetricUnit.Rate;
        seen = isShare ? known.Worst(seen, isFloor: gate.Min is not null) : seen;
        var counted = !gate.Certain ? seen.Value : gate.Min is not null ? seen.Low : seen.High;
        var isMet = gate.Min is { } min ? counted >= min : counted <= gate.Max;
        var interval = seen.Low.Equals(seen.High) ? "" : $" [{Write(metric, seen.Low)} to {Write(metric, seen.High)}]";
        var bound = $"{(gate.Min is null ? "at most" : "at least")} {Write(metric, gate.Min ?? gate.Max!.Value)}";
        return Result(isMet, $"{Write(metric, seen.Value)}{interval}, n {seen.N}{(isShare ? known.Remark : "")}: "
            + $"{(gate.Certain ? "the interval's end" : "the value")} is {(isMet ? "" : "not ")}{bound}");
    }

    private static GateResult ScoredBy(RunResults run, Gate gate, string model)
    {
        GateResult Result(bool isPassed, string reason) => new(gate, model, isPassed, reason);
        var verdicts = run.Attempts.Where(attempt => attempt.Key.Model == model
            && (gate.Class == SummaryRow.All || attempt.Class == gate.Class) && OriginCounts.Counts(attempt)).ToList();
        if (verdicts.Count == 0)
        {
            return Result(false, "no answer was scored");
        }

        var weaker = verdicts.Where(attempt => attempt.VerdictOrigin is not { } origin || origin.Kind > gate.WeakestOrigin).ToList();
        return Result(
            weaker.Count == 0,
            weaker.Count == 0 ? $"all {Format.Count(verdicts.Count)} verdicts were"
                : $"{Format.Count(weaker.Count)} of {Format.Count(verdicts.Count)} verdicts were not: "
                    + string.Join(", ", weaker.GroupBy(attempt => attempt.VerdictOrigin?.Kind)
                        .OrderBy(part => part.Key ?? (VerdictOriginKind)int.MaxValue)
                        .Select(part => $"{Format.Count(part.Count())} {OriginCounts.Name(part.Key)}")));
    }

    private static async Task<GateResult> NonInferiorAsync(RunResults run, Gate gate, string model,
        Func<Gate, string, Task<RunResults?>> findBaseline)
    {
        GateResult Result(bool isPassed, string reason) => new(gate, model, isPassed, reason);
        var baseline = gate.OtherModel is not null ? run : await findBaseline(gate, model);
        if (baseline is null)
        {
            return gate.NonInferiorTo == RunHistory.Latest
                ? Result(true, "there is no earlier run yet; the next one is compared with this")
                : Result(false, $"there is no run {gate.NonInferiorTo} to compare with");
        }

        var otherName = gate.OtherModel ?? model;
        if (baseline.Run.Models.All(other => other.Name != otherName))
        {
            return Result(false, $"{baseline.Run.Id} has no model {otherName}");
        }

        var against = gate.OtherModel ?? baseline.Run.Id;
        if (new GateKnowledge(PlanCoverage.From(baseline, otherName, gate.Class)).Lack(countsFailedCalls: false) is { } lack)
        {
            return Result(false, $"of {against} {lack}");
        }

        var comparison = ModelComparer.Compare(Side(run, model), Side(baseline, otherName), OutcomeBasis.Conditional, gate.Class);
        if (comparison.Difference is not { } difference || !double.IsFinite(difference.Low))
        {
            return Result(false, $"{comparison.Tasks} tasks in common with {baseline.Run.Id} are too few to show that nothing was lost");
        }

        var seen = $"{ComparisonText.Difference(comparison)} against {against} on {comparison.Tasks} tasks";
        return difference.Low >= -gate.Margin ? Result(true, $"{seen}: at most {Format.Percent(gate.Margin)} is lost")
            : difference.High < -gate.Margin ? Result(false, $"{seen}: more than {Format.Percent(gate.Margin)} is lost")
            : Result(false, $"{seen}: it is not shown that at most {Format.Percent(gate.Margin)} is lost");
    }

    private static ComparedSide Side(RunResults run, string model) =>
        new(model, [.. run.Attempts.Where(attempt => attempt.Key.Model == model)]);

    private static string Write(Metric metric, double value) => double.IsFinite(value) ? metric.Format(value) : "unbounded";
}
