namespace Eval.Reports.Drift;

/// <summary>What asking a model once more said about an alarm.</summary>
/// <param name="RunId">The run that asked.</param>
/// <param name="IsConfirmed">Whether the loss is there again; <see langword="null"/> when too little was answered to tell.</param>
/// <param name="Sentence">What was seen, for people.</param>
public sealed record DriftConfirmation(string RunId, bool? IsConfirmed, string Sentence);
