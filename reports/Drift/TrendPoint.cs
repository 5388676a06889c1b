using Eval.Reports.Statistics;

namespace Eval.Reports.Drift;

/// <summary>A night of a model as a trend shows it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="At">When it started, UTC.</param>
/// <param name="PassRate">The share of answers that pass, with its interval; null when nothing was answered.</param>
/// <param name="Availability">The share of calls that were answered; null when nothing was asked.</param>
/// <param name="TtftMs">The median time to first token.</param>
/// <param name="CostPerTask">The mean cost of an answer in USD.</param>
public sealed record TrendPoint(string RunId, DateTimeOffset At, Estimate? PassRate, double? Availability, double? TtftMs, double? CostPerTask);
