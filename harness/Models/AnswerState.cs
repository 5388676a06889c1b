using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>
/// Decides whether what an endpoint has sent is a complete answer: the one place that does, for runs, for chat clients and for the proxy.
/// It is one when a finish reason says so, or when the stream is closed properly ([DONE], or a whole JSON) after content; what a reason
/// means stands in
/// <see cref="FinishReasons"/>. Everything else is the endpoint's failure: it says nothing about the model and is never served.
/// </summary>
/// <param name="hasContent">Whether content has come before what is taken here.</param>
internal sealed class AnswerState(bool hasContent = false)
{
    private bool _wentOn;

    /// <summary>Whether the stream was closed properly.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether visible text or a call of a tool has come; reasoning alone is no content.</summary>
    public bool HasContent { get; private set; } = hasContent;

    /// <summary>Whether something of the answer has come: content, reasoning, or an end that says that there is none.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The last finish reason that is one.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>What a gateway says that the model's own endpoint gave as the reason.</summary>
    public string? NativeFinishReason { get; private set; }

    /// <summary>What the finish reason says; a failure is not taken back by a later one.</summary>
    public AnswerEnd End { get; private set; }

    /// <summary>The error that came in place of an answer or within it.</summary>
    public EndpointError? Error { get; private set; }

    /// <summary>Whether what has come is a complete answer.</summary>
    public bool IsComplete => Error is null && End switch
    {
        AnswerEnd.Failed => false,
        // A reason after which the answer went on says nothing.
        AnswerEnd.Complete or AnswerEnd.Cut or AnswerEnd.Filtered when !_wentOn => true,
        AnswerEnd.Unknown when !_wentOn => HasContent,
        _ => IsClosed && HasContent,
    };

    /// <summary>Takes what has come next.</summary>
    public void Take(StreamEvent found)
    {
        var isContent = found.HasToolCall || !string.IsNullOrEmpty(found.Text);
        _wentOn |= isContent && End is not AnswerEnd.None;
        HasContent |= isContent;
        IsClosed |= found.IsDone;
        Error ??= found.Error;
        if (FinishReasons.Classify(found.FinishReason) is var end and not AnswerEnd.None)
        {
            (End, FinishReason, NativeFinishReason) = End == AnswerEnd.Failed ? (End, FinishReason, NativeFinishReason)
                : (end, JsonText.Whole(found.FinishReason!), found.NativeFinishReason);
        }

        HasBegun |= HasContent || !string.IsNullOrEmpty(found.Reasoning)
            || End is AnswerEnd.Complete or AnswerEnd.Cut or AnswerEnd.Filtered;
    }

    /// <summary>Says why what has come is no complete answer.</summary>
    /// <param name="provider">Who sent it.</param>
    public string WhyIncomplete(string provider) =>
        End == AnswerEnd.Failed
            ? $"{provider} ended the answer with finish_reason "
            + $"'{FinishReason}'{(NativeFinishReason is { } native && native != FinishReason ? $" ({JsonText.Whole(native)})" : "")}, "
            + "which is a failure of its own."
        : IsClosed && !HasContent ? $"{provider} ended the answer before a word of it had come."
        : $"{provider} broke the stream off before its end.";
}
