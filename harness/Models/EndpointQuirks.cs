using System.Text.RegularExpressions;

namespace Eval.Harness.Models;

/// <summary>Learns from a refusal in which other form the same request may be taken.</summary>
internal static partial class EndpointQuirks
{
    /// <param name="error">What the endpoint said with its 400, 413 or 422.</param>
    /// <param name="model">What was asked for.</param>
    /// <param name="form">The form it was sent in.</param>
    /// <returns>The form to send it in now; null where the refusal is about something else.</returns>
    public static RequestForm? Learn(EndpointError error, ModelSpec model, RequestForm form)
    {
        bool Names(string parameter) =>
            error.Parameter == parameter
                || Regex.IsMatch(error.Message, $@"(?<![\w-])({parameter})(?![\w-])", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
        if (model.Parameters.MaxTokens is not null && !form.UsesMaxCompletionTokens && Names("max_tokens") && Names("max_completion_tokens")
            && OfRename().IsMatch(error.Message))
        {
            return form with { UsesMaxCompletionTokens = true };
        }

        if (!form.OmitsStreamOptions && !form.OmitsStream && (Names("stream_options") || Names("include_usage")))
        {
            return form with { OmitsStreamOptions = true };
        }

        if (!form.OmitsStream && (error.Parameter == "stream" || (Names("stream|streaming") && OfRefusal().IsMatch(error.Message))))
        {
            return form with { OmitsStream = true };
        }

        // Where an endpoint takes only one of the two, temperature is the one that comparisons are about.
        if (model.Parameters.TopP is not null && !form.OmitsTopP && Names("top_p"))
        {
            return form with { OmitsTopP = true };
        }

        if (model.Parameters.Temperature is not null && !form.OmitsTemperature && Names("temperature"))
        {
            return form with { OmitsTemperature = true };
        }

        return model.Parameters.Seed is not null && !form.OmitsSeed && Names("seed") ? form with { OmitsSeed = true } : null;
    }

    [GeneratedRegex(
        @"instead|unsupported|not supported|unknown|unrecogni|deprecat|not (allowed|permitted)",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfRename();

    [GeneratedRegex(
        @"not (currently )?(support|allow|permit|available|enabled|implemented)|does(n't| not) support|unsupported|"
        + @"must be (verified|false)|cannot|can't|disabled|unknown|unrecogni|only",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OfRefusal();
}
