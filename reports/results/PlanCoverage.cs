using Eval.Results.Metrics;
using Eval.Results.Records;

namespace Eval.Results;

/// <summary>How much is there of what was planned for a model.</summary>
/// <param name="Planned">The planned attempts.</param>
/// <param name="LeftOut">Those not made to their end: the budget, an interruption or a model given up left them out.</param>
/// <param name="Answered">Those with a verdict about the answer.</param>
public sealed record PlanCoverage(int Planned, int LeftOut, int Answered)
{
    /// <summary>Gets how many were made, failures of the infrastructure included.</summary>
    public int Made => Planned - LeftOut;

    /// <summary>Returns the coverage of a model on a class of tasks, or on all.</summary>
    /// <param name="results">The run.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="class">The class, or <see cref="SummaryRow.All"/>.</param>
    public static PlanCoverage From(RunResults results, string model, string @class = SummaryRow.All)
    {
        ArgumentNullException.ThrowIfNull(results);
        var ofModel = results.Attempts.Where(attempt => attempt.Key.Model == model).ToList();
        var attempts = @class == SummaryRow.All ? ofModel : ofModel.FindAll(attempt => attempt.Class == @class);

        // Of what a killed run did not come to, the class is not known: it counts in each.
        var absent = Absent(results.Run, results.Attempts.Count, ofModel.Count);
        return new PlanCoverage(
            attempts.Count + absent,
            attempts.Count(attempt => attempt.Verdict == Verdict.Skipped) + absent,
            attempts.Count(attempt => attempt.Verdict.IsAnswered()));
    }

    private static int Absent(Run run, int kept, int keptOfModel)
    {
        var all = run.PlannedAttempts - kept;
        return all <= 0 ? 0
            : run.PlannedAttempts % run.Models.Count == 0 ? Math.Max(0, (run.PlannedAttempts / run.Models.Count) - keptOfModel)
            : all;
    }
}
