using Eval.Results.Records;

namespace Eval.Harness.Replies;

/// <summary>What a model answered, as far as scoring needs it.</summary>
/// <param name="Text">The visible text.</param>
/// <param name="FinishReason">The endpoint's finish reason.</param>
internal sealed record Reply(string Text, string? FinishReason)
{
    public bool IsCut => FinishReasons.IsCut(FinishReason);

    public bool IsFiltered => FinishReasons.IsFiltered(FinishReason);
}
