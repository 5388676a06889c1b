namespace Eval.Results.Metrics;

/// <summary>What is measured of each answer beside its verdict, and what that says of a model.</summary>
public static class SignalMetrics
{
    /// <summary>Gets the number of invented APIs an answer calls.</summary>
    public static Signal HallucinatedApis { get; } = new("hallucinated_apis", MetricUnit.Count);

    /// <summary>Gets the number of stated constraints that were checked.</summary>
    public static Signal ConstraintsChecked { get; } = new("constraints_checked", MetricUnit.Count);

    /// <summary>Gets the number of them that are met.</summary>
    public static Signal ConstraintsMet { get; } = new("constraints_met", MetricUnit.Count);

    /// <summary>Gets the style score, 0 to 1.</summary>
    public static Signal StyleScore { get; } = new("style_score", MetricUnit.Score);

    /// <summary>Gets those that have a column of their own.</summary>
    public static IReadOnlyList<Signal> Signals { get; } = [HallucinatedApis, ConstraintsChecked, ConstraintsMet, StyleScore];

    /// <summary>Gets all metrics made of them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new()
        {
            Name = "hallucination_rate",
            Title = "answers with invented APIs",
            Unit = MetricUnit.Rate,
            Files = MetricFiles.Csv | MetricFiles.Gates,
            HasInterval = false,
            FromAnswers = answers => Aggregation.Share(answers, HallucinatedApis.Of, count => count > 0),
        },
        new()
        {
            Name = "constraint_rate",
            Title = "constraints met",
            Unit = MetricUnit.Rate,
            IsHigherBetter = true,
            Files = MetricFiles.Csv | MetricFiles.Gates,
            HasInterval = false,
            FromAnswers = answers => Aggregation.Ratio(answers, ConstraintsMet.Of, ConstraintsChecked.Of),
        },
        new()
        {
            Name = "style_score",
            Title = "style score",
            Unit = MetricUnit.Score,
            IsHigherBetter = true,
            Files = MetricFiles.Csv | MetricFiles.Gates,
            HasInterval = false,
            FromAnswers = answers => Aggregation.Mean(answers, StyleScore.Of),
        },
    ];
}
