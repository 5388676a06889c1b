namespace Eval.Datasets;

/// <summary>One answer's text; one of no length where the model gave none.</summary>
internal sealed record AnswerText(CompletionKind Kind, string Text)
{
    /// <summary>An answer that was asked for and never came.</summary>
    public static AnswerText None { get; } = new(CompletionKind.Reply, "");
}
