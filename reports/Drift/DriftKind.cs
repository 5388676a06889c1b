namespace Eval.Reports.Drift;

/// <summary>What was found of a run.</summary>
public enum DriftKind
{
    /// <summary>The model passes less often than its baseline, statistically significant.</summary>
    Regression,

    /// <summary>The model passes more often than its baseline, statistically significant.</summary>
    Improvement,

    /// <summary>The endpoint failed much more often than usual this run.</summary>
    Outage,

    /// <summary>The endpoint has been failing more often for several runs.</summary>
    LessAvailable,

    /// <summary>Answers come later.</summary>
    Slower,

    /// <summary>A task costs more at the same price.</summary>
    Dearer,

    /// <summary>Answers are longer.</summary>
    Longer,

    /// <summary>Another metric has become worse.</summary>
    Worse,

    /// <summary>The endpoint says that it serves another model than before.</summary>
    ServedModelChanged,

    /// <summary>The price changed; the cost has a new baseline.</summary>
    PriceChanged,

    /// <summary>The tasks changed; everything has a new baseline.</summary>
    SuiteChanged,

    /// <summary>The settings or the program changed; everything has a new baseline.</summary>
    SettingsChanged,

    /// <summary>The run is dated before the one that was begun before it; the baseline goes on.</summary>
    ClockWentBack,
}
