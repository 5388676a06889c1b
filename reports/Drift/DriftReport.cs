namespace Eval.Reports.Drift;

/// <summary>What the previous nightly runs say about a run.</summary>
/// <param name="Findings">What was found, alarms first.</param>
/// <param name="Series">What is watched, with every run of it; empty while a baseline is being gathered.</param>
/// <param name="Trends">The runs of each model that can be compared with this one.</param>
/// <param name="Notes">What a reader should know, for instance how many runs a baseline still needs.</param>
public sealed record DriftReport(IReadOnlyList<DriftFinding> Findings, IReadOnlyList<DriftSeries> Series, IReadOnlyList<Trend> Trends,
    IReadOnlyList<string> Notes);
