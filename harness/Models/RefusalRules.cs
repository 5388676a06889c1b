using System.Globalization;
using System.Text.RegularExpressions;

namespace Eval.Harness.Models;

/// <summary>What an endpoint's refusal is about. Codes and types decide where there are any that say so; else the sentence does.</summary>
internal static partial class RefusalRules
{
    private const int MaxOpeningChars = 200;

    /// <summary>
    /// Codes of an account without credit. Words alone do not say it: some call a limit a minute "insufficient quota" or "exceeded quota".
    /// </summary>
    private static readonly string[] OutOfCredit =
    [
        "insufficient_quota", "insufficient_balance", "insufficient_credits", "insufficient_funds", "exceeded_current_quota_error",
            "billing_hard_limit_reached", "billing_not_active",
        "billing_error", "payment_required", "credit_balance_too_low", "account_deactivated", "arrearage",
    ];

    private static readonly string[] GoneModel =
        ["model_not_found", "model_decommissioned", "model_deprecated", "model_not_available", "model_not_supported", "invalid_api_key",
            "organization_restricted"];

    private static readonly string[] ContextWindow = ["context_length_exceeded", "exceed_context_size_error", "context_window_exceeded",
        "model_context_window_exceeded", "context_overflow", "prompt_too_long", "input_too_long", "tokens_limit_reached",
            "string_above_max_length", "prompt_too_large", "model_max_prompt_tokens_exceeded", "request_too_large"];

    private static readonly string[] ContentFilter =
    [
        "content_filter", "content_policy_violation", "content_policy", "moderation_blocked", "responsibleaipolicyviolation",
            "data_inspection_failed", "datainspectionfailed", "prohibited_content",
        "safety", "moderation", "content_blocked", "sensitive_words_detected",
    ];

    /// <summary>Returns whether the account has no credit left, which no waiting changes.</summary>
    public static bool IsOutOfCredit(EndpointError error) => Is(error, OutOfCredit);

    /// <summary>
    /// Returns whether a refusal that has the status of a bad request is one of the key, the account or the model. Only its beginning is
    /// looked at: further on an endpoint may repeat what it was asked.
    /// </summary>
    public static bool IsAboutAccess(EndpointError error)
    {
        if (Is(error, GoneModel))
        {
            return true;
        }

        var opening = OpeningOf(error);
        return OfAccount().IsMatch(opening) || OfGoneModel().IsMatch(opening);
    }

    /// <summary>Returns whether what has the status of a bad request is the endpoint's own trouble, which passes.</summary>
    public static bool IsForNow(EndpointError error) => OfTrouble().IsMatch(OpeningOf(error));

    /// <summary>Returns whether the prompt is longer than the model can handle.</summary>
    public static bool IsContextWindow(EndpointError error) =>
        Is(error, ContextWindow) || OfLongPrompt().IsMatch(Head(error))
            || (OfContext().IsMatch(Head(error)) && OfExcess().IsMatch(Head(error)));

    /// <summary>Returns whether a filter refused the prompt for what it says.</summary>
    public static bool IsContentFilter(EndpointError error) => Is(error, ContentFilter) || OfContentFilter().IsMatch(Head(error));

    /// <summary>Returns whether one request alone is more than a limit a minute allows, so that waiting changes nothing.</summary>
    public static bool IsLargerThanLimit(EndpointError error) =>
        OfLimit().Match(Head(error)) is { Success: true } match && Number(match.Groups[1].Value) < Number(match.Groups[2].Value);

    /// <summary>Returns whether a 404 says that the endpoint has no such model, rather than that nothing answers at the address.</summary>
    public static bool IsAboutModel(EndpointError error, string model) =>
        error.IsJson && (error.Names.Any(name =>
            name.Contains("model", StringComparison.OrdinalIgnoreCase) || name.Contains("deployment", StringComparison.OrdinalIgnoreCase))
            || error.Message.Contains(model, StringComparison.OrdinalIgnoreCase) || OfModel().IsMatch(Head(error)));

    /// <summary>Returns how a sentence begins, without what it quotes: that may be said in the prompt.</summary>
    private static string OpeningOf(EndpointError error)
    {
        var said = Quoted().Replace(Head(error), "");
        return said.Length > MaxOpeningChars ? said[..MaxOpeningChars] : said;
    }

    private static bool Is(EndpointError error, string[] names) =>
        error.Names.Any(name => names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>As much of a message as is looked at.</summary>
    public static string Head(EndpointError error) => error.Message.Length > 4000 ? error.Message[..4000] : error.Message;

    private static long Number(string digits) =>
        long.Parse(digits.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"context[_ -]?(length|window|size|limit|overflow)|context the overflows|\bn_ctx\b|\bmodel('s)? context\b|"
        + @"max(imum)?[_ ](model|seq(uence)?|prompt|input)[_ ]len(gth)?",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfContext();

    [GeneratedRegex(
        @"exceed|longer than|too (long|large|many|big)|overflow|larger than|greater than|above|beyond|more than|reduce|"
        + @"shorter|not enough|of only|however|resulted in|but the request|you requested",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfExcess();

    [GeneratedRegex(
        @"(prompt|input|request|messages?)( length| text| content)? (is|are|was|were) (too long|longer than)|"
        + @"too many (input|prompt) tokens|too many tokens[^.]{0,60}(prompt|input)|"
        + @"\b(prompt|input)( tokens?)? too long|^token limit exceeded|tokens of [^.]{0,40}exceed\w* (the )?max(?!_)|"
        + @"tokens?\b[^.]{0,80} (is|are) over the model('s)? limit|"
        + @"(prompt|input|messages?|tokens?|输入|上下文|提示|消息|文本)[^。]{0,20}(超长|过长|太长|超过|超出|超限)|"
        + @"(input|prompt) token (count|length)[^.]{0,40}(exceed|longer|larger|greater|more than|only supports)|"
        + @"(input|prompt) (tokens?|length)(?:(?!max_|output|completion)[^.]){0,40}exceed\w* (the )?max|prompt exceeds (the )?max|(prompt|input) (contains|"
        + @"has) \d[\d,]* tokens[^.]{0,60}(too large|exceed|more than|longer|only supports)|"
        + @"(input|prompt) tokens?[^.]{0,40}surpass\w* the limit|"
        + @"reduce the length of (the|your) (messages|prompt|input)|(input|prompt|"
        + @"request)[^.]{0,60}exceed\w*[^.]{0,40}(tokens?|length) (limit|allowed)|range of input length|"
        + @"`inputs`[^.]{0,40}must (have less than|be <=)|body too large for[^.]{0,60}model\. max size: \d+ tokens",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfLongPrompt();

    [GeneratedRegex(@"""[^""]*""|(?<!\w)'[^']*'(?!\w)|`[^`]*`|“[^”]*”", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"content[_ -](filter|policy|management policy)|responsible ?ai ?policy|\bmoderation\b|\bflagged\b|safety (system|"
        + @"filter|setting|polic|guideline)|prohibited content|"
        + @"violat\w+ [^.]{0,40}(usage|content|safety|community) (polic|guideline)|inappropriate content|data may contain",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfContentFilter();

    [GeneratedRegex(
        @"\blimit:? ?(\d[\d,]{0,14})\b.{0,80}?\brequested:? ?(\d[\d,]{0,14})\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline, 1000)]
    private static partial Regex OfLimit();

    [GeneratedRegex(@"\b(models?|deployment|engine)\b", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfModel();

    [GeneratedRegex(
        @"\b(api|access|subscription)[ _-]?(key|token)\b[^.]{0,30}\b(invalid|incorrect|not valid|not found|expired|revoked|disabled|missing)\b|"
        + @"\b(invalid|incorrect|expired|revoked|missing) (api|access|subscription)[ _-]?(key|token)\b|"
        + @"\bcredit balance is too low|\b(out of|insufficient|not enough|no) (available )?(credits?|balance|funds)\b|used all (of )?(its|your|available)[^.]{0,20}credits|"
        + @"\b(billing|payment)\b[^.]{0,40}\b(required|not active|inactive|overdue|limit|enable)|"
        + @"\breached (your|its|the)[^.]{0,40}\b(usage|spend\w*|monthly) limits?|"
        + @"\b(organization|account|project|workspace|team|user) (has been|is|was) (restricted|suspended|disabled|deactivated|banned|terminated)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfAccount();

    [GeneratedRegex(
        @"\bmodel( \S+)? (has (crashed|been unloaded)|crashed|unloaded|is (still |currently )?loading|is being loaded)|"
        + @"\bmodel( \S+)? is not (yet )?(loaded|ready)|\btry again (later|in a)|"
        + @"\b(server|service|engine|model) is (currently )?(overloaded|busy|(temporarily )?unavailable)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfTrouble();

    [GeneratedRegex(
        @"\b(model|deployment)\b(?:(?!param|field|argument|option)[^.]){0,80}\b(does not exist|doesn't exist|not found|decommissioned|retired|no longer (available|supported))|"
        + @"\bnot a valid model\b|\b(unknown|no such) model\b",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfGoneModel();
}
