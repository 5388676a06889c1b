using System.Collections.Frozen;

namespace Eval.Results.Records;

/// <summary>
/// What endpoints say about why an answer ended. Words are compared without case, blanks, hyphens and underscores; one that is not listed
/// is read by the words it is made of, a failure before a filter before a limit. One that says none of these ends an answer only where
/// there is text: a new word for a good end must not cost an endpoint all its answers, and nothing at all is never an answer because of a
/// word that nobody knows.
/// </summary>
public static class FinishReasons
{
    private static readonly FrozenDictionary<string, AnswerEnd> Known = Table(
        (AnswerEnd.None, "null none unspecified finishreasonunspecified notfinished inprogress"),
        (AnswerEnd.Complete, "stop stopped stopsequence stopstr stoptoken stopcriteriamet eos eostoken eot endoftext endturn end complete "
            + "completed completion finish finished done success toolcall toolcalls tooluse functioncall"),
        (AnswerEnd.Cut, "length maxlength modellength maxtokens maxoutputtokens maxnewtokens maxcompletiontokens tokenlimit outputlimit "
            + "contextlength contextlengthexceeded modelcontextwindowexceeded contextwindowexceeded errorlimit truncated"),
        (AnswerEnd.Filtered, "contentfilter contentfiltered safety imagesafety recitation language blocklist prohibitedcontent spii "
            + "sensitive refusal refused guardrailintervened guardrail moderation blocked errortoxic contentpolicy"),
        (AnswerEnd.Failed, "error abort aborted cancel cancelled canceled usercancel insufficientsystemresource networkerror timeout "
            + "timelimit failed failure incomplete interrupted load unload"));

    private static readonly string[] OfFailures =
        ["error", "fail", "abort", "cancel", "timeout", "timedout", "timelimit", "insufficient", "unavailable", "overload", "interrupt",
            "disconnect", "exception", "exhaust", "network", "crash", "killed", "lost", "shutdown", "preempt", "ratelimit", "quota",
                "broken"];

    private static readonly string[] OfFilters = ["filter", "safety", "policy", "moderat", "block", "prohibit", "sensitive", "guardrail",
        "toxic", "refus", "flagged"];

    // Not every limit: an agent's steps, time and cost have some too, and end its work under such names.
    private static readonly string[] OfLimits = ["length", "maxtoken", "tokenlimit", "truncat", "toolong"];

    /// <summary>Returns what a reason says of the answer.</summary>
    public static AnswerEnd Classify(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            // As in nearly every event of a stream.
            return AnswerEnd.None;
        }

        return Meaning(string.Concat(reason.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant());
    }

    private static AnswerEnd Meaning(string word)
    {
        bool Has(string[] parts) => Array.Exists(parts, part => word.Contains(part, StringComparison.Ordinal));
        return Known.TryGetValue(word, out var end) ? end
            : Has(OfFailures) ? AnswerEnd.Failed
            : Has(OfFilters) ? AnswerEnd.Filtered
            : Has(OfLimits) ? AnswerEnd.Cut
            : AnswerEnd.Unknown;
    }

    /// <summary>Returns whether the answer was cut at a limit of tokens.</summary>
    public static bool IsCut(string? reason) => Classify(reason) == AnswerEnd.Cut;

    /// <summary>Returns whether a filter of the endpoint ended the answer.</summary>
    public static bool IsFiltered(string? reason) => Classify(reason) == AnswerEnd.Filtered;

    private static FrozenDictionary<string, AnswerEnd> Table(params (AnswerEnd End, string Words)[] rows) =>
        rows.SelectMany(row => row.Words.Split(' ')
            .Select(word => KeyValuePair.Create(word, row.End))).ToFrozenDictionary(StringComparer.Ordinal);
}
