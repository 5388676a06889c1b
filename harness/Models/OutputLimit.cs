using System.Globalization;
using System.Text.RegularExpressions;

namespace Eval.Harness.Models;

/// <summary>
/// Reports a max_tokens that is too large from a prompt that is, and finds how many output tokens the endpoint would take.
/// </summary>
internal static partial class OutputLimit
{
    /// <summary>An answer that may not be longer is no answer to a programming task: then it is the prompt that is too long.</summary>
    public const int MinTokens = 64;

    /// <summary>What the endpoint would take.</summary>
    /// <param name="MaxTokens">The maximum output tokens.</param>
    /// <param name="IsOfPrompt">Whether they are what this prompt leaves of the context window; else they hold for every prompt.</param>
    internal readonly record struct Found(int MaxTokens, bool IsOfPrompt);

    /// <param name="error">What the endpoint refused with.</param>
    /// <param name="sent">The output tokens that were asked for.</param>
    /// <returns>What it would take; null where the refusal is not about the output.</returns>
    public static Found? Read(EndpointError error, int sent)
    {
        var message = Separator().Replace(error.Message.Length > 4000 ? error.Message[..4000] : error.Message, "");
        if (error.Parameter is not ("max_tokens" or "max_completion_tokens") && !OfOutput().IsMatch(message))
        {
            return null;
        }

        if (Context(message) is { } context && Prompt(message, sent) is { } prompt)
        {
            return context - prompt >= MinTokens && context - prompt < sent ? new Found(context - prompt, IsOfPrompt: true) : null;
        }

        var stated = Limit().Match(message);
        if (Number(stated) is { } limit && limit < sent)
        {
            limit -= stated.Value.Contains("exclusive", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            return limit >= MinTokens ? new Found(limit, IsOfPrompt: false) : null;
        }

        // It says that it is too much, but not how much would do.
        return OfExcess().IsMatch(message) && sent / 2 >= MinTokens
            ? new Found(sent / 2, IsOfPrompt: RefusalRules.IsContextWindow(error)) : null;
    }

    private static int? Context(string message) => Number(ContextNumber().Match(message));

    /// <summary>The tokens of the prompt, reported as such or as a sum with those of the output.</summary>
    private static int? Prompt(string message, int sent)
    {
        if (Number(PromptNumber().Match(message)) is { } reported)
        {
            return reported;
        }

        return Sum().Match(message) is { Success: true } sum && Number(sum) is { } first && Second(sum) is { } second
            ? (second == sent ? first : first == sent ? second : null) : null;
    }

    private static int? Second(Match match) =>
        int.TryParse(match.Groups["second"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? Number(Match match) =>
        match.Success && int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    [GeneratedRegex(@"(?<=\d)[,_](?=\d{3}\b)", RegexOptions.None, 1000)]
    private static partial Regex Separator();

    [GeneratedRegex(
        @"max_tokens|max_completion_tokens|max_new_tokens|max_output_tokens|maxOutputTokens|(completion|"
        + @"output)( tokens?)?\b|\bmax tokens\b",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfOutput();

    [GeneratedRegex(
        @"context[_ -]?(length|window|size|limit)\D{0,40}?(?:\d+ ?\+ ?\d+ ?> ?)?(?<number>\d+)|must be <= ?(?<number>\d+)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ContextNumber();

    [GeneratedRegex(
        @"(?<number>\d+)( tokens?)?( \w+)? (in|from|of) (the |your )?(text )?(input|messages|prompt)|(?<number>\d+) (input|"
        + @"prompt)( tokens)?\b|(input|prompt|messages) (is|has|contains|are|have) (?<number>\d+)|"
        + @"given: ?(?<number>\d+) `?inputs",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex PromptNumber();

    [GeneratedRegex(@"(?<number>\d+) ?\+ ?(?<second>\d+)", RegexOptions.None, 1000)]
    private static partial Regex Sum();

    [GeneratedRegex(
        @"\[ ?\d+ ?, ?(?<number>\d+) ?\]|\bto `?(?<number>\d+)`? ?\((ex|in)clusive\)|at most `?(?<number>\d+)|"
        + @"less than( or equal to)? `?(?<number>\d+)|<= ?`?(?<number>\d+)|"
        + @"\d+ ?> ?`?(?<number>\d+)|\b(maximum|max|limit|up to)\b[^.\d]{0,60}`?(?<number>\d+)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex(
        @"too (large|big|high|many|much)|exceed|greater than|larger than|more than|out of range|maximum",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfExcess();
}
