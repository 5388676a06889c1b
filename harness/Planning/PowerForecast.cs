using Eval.Harness.Runs;
using Eval.Reports.Comparisons;
using Eval.Results.Statistics;

namespace Eval.Harness.Planning;

/// <summary>What the planned tasks and samples can show, before they are paid for.</summary>
internal sealed record PowerForecast
{
    /// <summary>Shares of differing tasks that are shown where none is known: models that are much alike, and ones that are not.</summary>
    private static readonly double[] AssumedDiscordances = [0.1, 0.2, 0.3];

    private static readonly double[] Wanted = [0.05, 0.02];

    public required int Tasks { get; init; }

    public required int Samples { get; init; }

    /// <summary>The fewest tasks that a comparison with so many samples gives a verdict on.</summary>
    public int MinTasks => Samples == 1 ? ModelComparer.MinPairs : TaskBootstrap.MinTasks;

    public bool HasTooFewTasks => Tasks < MinTasks;

    /// <summary>
    /// Pairs of planned models, then each model against an earlier run of itself, as far as runs know them; else what is assumed of any
    /// two.
    /// </summary>
    public required IReadOnlyList<PairPower> Pairs { get; init; }

    public static PowerForecast Create(RunPlan plan, PlanHistory history)
    {
        var (tasks, samples) = (plan.Tasks.Count, plan.Run.Samples);
        var pairs = plan.Models.SelectMany((first, index) => plan.Models.Skip(index + 1)
            .Select(second => Known(tasks, samples, history.Of(first.Name), history.Of(second.Name))))
            .Concat(plan.Models.Select(model => Known(tasks, samples, history.Of(model.Name), [.. history.Of(model.Name).Skip(1)])))
            .OfType<PairPower>().ToList();
        return new PowerForecast
        {
            Tasks = tasks,
            Samples = samples,
            // What a model differs from itself says nothing of two models.
            Pairs = pairs.Exists(pair => !pair.IsAgainstItself) ? pairs : [.. Assumed(tasks, samples), .. pairs],
        };
    }

    private static IEnumerable<PairPower> Assumed(int tasks, int samples) => AssumedDiscordances.Select(share =>
        Create(tasks, samples, new PairedHistory { Tasks = 0, Discordance = new Estimate(share, share, share, 0) }));

    /// <summary>The runs that know most of the tasks; null when there are none of both or too few common tasks.</summary>
    private static PairPower? Known(int tasks, int samples, IReadOnlyList<EarlierAttempts> firsts, IReadOnlyList<EarlierAttempts> seconds)
    {
        if (firsts.Count == 0 || seconds.Count == 0)
        {
            return null;
        }

        var (first, second) = (firsts[0], seconds[0]);
        return PairedHistory.From(new ComparedSide(first.Model.Name, first.Answers),
            new ComparedSide(second.Model.Name, second.Answers)) is not { } known ? null : Create(tasks, samples, known) with
        {
            First = first.Model.Name,
            Second = second.Model.Name,
            Runs = [.. new[] { first.Run.Id, second.Run.Id }.Distinct()],
            KnownTasks = known.Tasks,
        };
    }

    private static PairPower Create(int tasks, int samples, PairedHistory known)
    {
        // That nothing differed so far does not mean that nothing will.
        var share = known.Discordance.Value > 0 ? known.Discordance.Value : known.Discordance.High;
        // The variance of the difference of two single answers is about their discordance; half of it is a middle between two extremes.
        var isSplitAssumed = known is not { Between: { } b, Within: { } w } || b + w == 0;
        var (between, within) = isSplitAssumed ? (share / 2, share / 2) : (known.Between!.Value, known.Within!.Value);
        return new PairPower
        {
            Discordance = known.Discordance,
            IsSplitAssumed = isSplitAssumed,
            Smallest = samples == 1 ? Power.SmallestDifference(tasks, share)
                : Power.SmallestDifference(tasks, between, within, samples, 0, samples),
            Wanted = [.. Wanted.Select(difference => new WantedDifference(
                difference,
                samples == 1 ? Power.TasksFor(difference, Math.Max(share, difference))
                    : Power.TasksFor(difference, between, within, samples),
                Power.SamplesFor(tasks, difference, between, within)))],
        };
    }
}
