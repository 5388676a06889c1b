namespace Eval.Reports.Drift;

/// <summary>What was found of a model this run.</summary>
/// <param name="Model">The model.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Sentence">What was seen, for people.</param>
public sealed record DriftFinding(string Model, DriftKind Kind, string Sentence)
{
    /// <summary>Gets what asking once more said; <see langword="null"/> where nobody has asked.</summary>
    public DriftConfirmation? Confirmation { get; init; }

    /// <summary>
    /// Gets a value indicating whether someone should be notified: the model or its endpoint has become worse, and asking once more has not
    /// shown otherwise. The rest is to be known.
    /// </summary>
    public bool IsAlarm => Confirmation?.IsConfirmed != false
        && Kind is DriftKind.Regression or DriftKind.Outage or DriftKind.LessAvailable or DriftKind.Slower or DriftKind.Dearer
            or DriftKind.Longer or DriftKind.Worse;
}
