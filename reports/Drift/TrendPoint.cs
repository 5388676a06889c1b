using Eval.Results.Statistics;

namespace Eval.Reports.Drift;

/// <summary>A run of a model as a trend shows it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="At">When it started, UTC.</param>
/// <param name="PassRate">The share of answers that pass, with its interval; null when nothing was answered.</param>
/// <param name="Happened">What happened in that run beside what the series of watched metrics show: an outage, another price, program or
/// served model.</param>
public sealed record TrendPoint(string RunId, DateTimeOffset At, Estimate? PassRate, IReadOnlyList<DriftKind> Happened);
