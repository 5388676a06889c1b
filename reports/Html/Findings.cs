using Eval.Results.Formatting;
using Eval.Results.Statistics;

namespace Eval.Reports.Html;

/// <summary>
/// What stands out, in sentences. Quality is compared task by task; for costs and times separate intervals are called a difference and
/// overlapping ones never are: a cautious reading that misses some real differences.
/// </summary>
internal static class Findings
{
    public static IReadOnlyList<string> Create(ReportModel model)
    {
        var answered = model.Ranked.Where(line => line.Row.PassAt1 is not null).ToList();
        if (answered.Count == 0)
        {
            return ["No attempt was answered: this run says nothing about quality."];
        }

        var found = new List<string> { Quality(model, answered) };
        Add(found, Cost(model));
        Add(found, Speed(model));
        var silent = model.Models.Where(line => line.Row.PassAt1 is null).ToList();
        Add(found, silent.Count == 0 ? null : $"Nothing is known of the quality of {Names(silent)}: no attempt was answered.");
        return found;
    }

    private static string Quality(ReportModel model, List<ModelLine> answered)
    {
        var best = model.Leaders[0];
        var rate = $"{Format.Percent(best.Row.PassAt1)} ({Format.PercentRange(best.Row.PassAt1!)})";
        if (answered.All(line => line.Row.Passed == 0))
        {
            return answered.Count == 1 ? $"{best.Name} passed nothing." : "No model passed anything.";
        }

        if (answered.Count == 1)
        {
            return $"{best.Name} passes {rate} of its answered attempts.";
        }

        var others = model.Leaders.Where(line => line != best).ToList();
        return others.Count == 0 ? $"{best.Name} passes most: {rate}. Compared task by task, every other model passes significantly less "
            + "often."
            : others.Count == answered.Count - 1
            ? $"pass@1 shows no significant difference between the models on this run; the highest is that of {best.Name}, {rate}."
            : $"{best.Name} has the highest pass@1, {rate}, but is not significantly better than {Names(others)} on this run.";
    }

    private static string? Cost(ReportModel model)
    {
        var priced = model.Leaders.Where(line => line.Row.CostPerSolvedUsd is not null)
            .OrderBy(line => line.Row.CostPerSolvedUsd!.Value).ToList();
        if (priced.Count < 2)
        {
            return null;
        }

        var (low, high) = (priced[0].Row.CostPerSolvedUsd!, priced[^1].Row.CostPerSolvedUsd!);
        var text = $"Of the models without a significant difference in quality, {priced[0].Name} costs least per solved task: "
            + $"{Format.Usd(low)} "
            + $"({Format.UsdRange(low)})";
        var next = priced[1].Row.CostPerSolvedUsd!;
        return Overlap(low, next)
            ? $"{text}, but the intervals of {priced[0].Name} and {priced[1].Name} overlap."
            : $"{text}; {priced[^1].Name} costs {Format.Significant(high.Value / low.Value)} times as much.";
    }

    private static string? Speed(ReportModel model)
    {
        var timed = model.Models.Where(line => line.Row.TtftP50Ms is not null).OrderBy(line => line.Row.TtftP50Ms!.Value).ToList();
        if (timed.Count < 2)
        {
            return null;
        }

        var (first, second) = (timed[0].Row.TtftP50Ms!, timed[1].Row.TtftP50Ms!);
        var time = $"{Format.Duration(first)} ({Format.DurationRange(first)})";
        return Overlap(first, second)
            ? $"{timed[0].Name} has the shortest median time to first token, {time}, but is not significantly faster than "
                + $"{timed[1].Name}."
            : $"{timed[0].Name} starts to answer first: median time to first token {time}.";
    }

    private static bool Overlap(Estimate a, Estimate b) => a.High >= b.Low && b.High >= a.Low;

    private static string Names(List<ModelLine> lines) => lines.Count switch
    {
        1 => lines[0].Name,
        <= 4 => string.Join(", ", lines.Take(lines.Count - 1).Select(line => line.Name)) + " and " + lines[^1].Name,
        _ => $"{lines[0].Name}, {lines[1].Name} and {lines.Count - 2} others",
    };

    private static void Add(List<string> found, string? sentence)
    {
        if (sentence is not null)
        {
            found.Add(sentence);
        }
    }
}
