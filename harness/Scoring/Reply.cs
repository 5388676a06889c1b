using Eval.Reports.Records;

namespace Eval.Harness.Scoring;

/// <summary>What a model answered, as far as judging needs it.</summary>
/// <param name="Text">The visible text.</param>
/// <param name="FinishReason">The endpoint's finish reason.</param>
internal sealed record Reply(string Text, string? FinishReason)
{
    public bool IsCut => FinishReasons.IsCut(FinishReason);

    public bool IsFiltered => FinishReasons.IsFiltered(FinishReason);

    /// <summary>
    /// Returns the verdict about an answer that did not come to its end: half of it says what ended it, not what the model can do.
    /// </summary>
    public ScoredAnswer WithItsEnd(ScoredAnswer scored) => scored.Verdict == Verdict.Passed || !scored.Verdict.IsAnswered() ? scored
        : IsCut ? scored with { Verdict = Verdict.Truncated, Error = "cut at the token limit; " + scored.Error }
        : IsFiltered ? scored with { Verdict = Verdict.Refused, Error = "the provider's content filter cut the reply; " + scored.Error }
        : scored;
}
