using System.Globalization;
using System.Text.Json;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>
/// Reads one usage object, whatever family of names it uses: afterwards input contains cached tokens and output contains reasoning. Which
/// of them an endpoint counts apart is found by the sum that it reports, not by its name.
/// </summary>
internal static class UsageCounts
{
    private const long MaxTokens = 100_000_000;

    // As they are compared: in lower case and without underscores.
    private static readonly string[] Input = ["prompttokens", "prompttokencount", "inputtokens", "inputtokencount", "promptevalcount"];
    private static readonly string[] Output =
        ["completiontokens", "candidatestokencount", "outputtokens", "outputtokencount", "responsetokencount", "evalcount"];
    private static readonly string[] Reasoning = ["reasoningtokens", "thoughtstokencount", "thinkingtokens"];
    private static readonly string[] Cached =
        ["cachedtokens", "promptcachehittokens", "cachereadinputtokens", "cachedcontenttokencount", "cachedinputtokens", "cachereadtokens"];
    private static readonly string[] Written =
        ["cachewritetokens", "cachecreationinputtokens", "cachecreationtokens", "cachewriteinputtokens"];
    private static readonly string[] CacheApart = ["cachereadinputtokens", "cachecreationinputtokens", "cachewriteinputtokens"];
    private static readonly string[] Total = ["totaltokens", "totaltokencount"];

    /// <summary>Returns a count that a reply can have; null for any other number.</summary>
    public static int? Count(long? reported) => reported is >= 0 and <= MaxTokens ? (int)reported : null;

    /// <summary>Returns the counts and the billed cost; null where there are neither, or zeros alone.</summary>
    public static Usage? Read(JsonElement usage)
    {
        var counts = Counts(usage);
        int? Named(string[] names)
        {
            // Gateways write several families side by side, some of them as zeros.
            var reported = names.Where(counts.ContainsKey).Select(name => counts[name]).ToList();
            return reported.Count == 0 ? null : reported.Find(count => count > 0);
        }

        var reported = new Usage
        {
            Raw = usage.GetRawText(),
            InputTokens = Named(Input) ?? Named(["promptcachehittokens"]) + Named(["promptcachemisstokens"]),
            CachedInputTokens = Named(Cached),
            CacheWriteTokens = Named(Written),
            OutputTokens = Named(Output),
            ReasoningTokens = Named(Reasoning),
            ProviderReportedCostUsd = BilledCost.Read(usage),
        };
        var isCounted = reported is { InputTokens: > 0 } or { OutputTokens: > 0 };
        if (!isCounted && reported.ProviderReportedCostUsd is not > 0)
        {
            return null;
        }

        // Anthropic's names leave out of the input what was read from and written to the cache.
        var isCacheApart = !counts.ContainsKey(Input[0]) && counts.ContainsKey("inputtokens") && CacheApart.Any(counts.ContainsKey);
        return Normalised(reported, Named(Total), isCacheApart);
    }

    private static Usage Normalised(Usage reported, int? total, bool isCacheApart)
    {
        if (reported is not { InputTokens: { } input, OutputTokens: { } output })
        {
            return isCacheApart && reported.InputTokens is { } alone ? reported with { InputTokens = alone + Cache(reported) } : reported;
        }

        var (cache, reasoning) = (Cache(reported), reported.ReasoningTokens ?? 0);
        (int Input, int Output)[] apart = isCacheApart
            ? [(cache, 0), (cache, reasoning)]
            : [(0, 0), (0, reasoning), (cache, 0), (cache, reasoning)];
        if (Array.FindIndex(apart, parts => input + parts.Input + output + parts.Output == total) is >= 0 and var found)
        {
            return Checked(reported with { InputTokens = input + apart[found].Input, OutputTokens = output + apart[found].Output });
        }

        var counted = reported with { InputTokens = input + (isCacheApart ? cache : 0) };
        if (total - counted.InputTokens - output is > 0 and var hidden && reported.ReasoningTokens is not > 0)
        {
            // What the sum holds beyond prompt and answer was thought, and is billed as output; that is our reading, so it is marked.
            return counted with { OutputTokens = output + hidden, ReasoningTokens = hidden, IsSuspect = true };
        }

        // More thought than written, and no sum that says otherwise: it cannot be a part of the output.
        return total is null && reasoning > output
            ? counted with { OutputTokens = output + reasoning, IsSuspect = true }
            : total is null ? Checked(counted) : counted with { IsSuspect = !isCacheApart || total != input + output };
    }

    private static Usage Checked(Usage usage) => usage with
    {
        IsSuspect = usage.InputTokens < Cache(usage) || usage.OutputTokens < (usage.ReasoningTokens ?? 0),
    };

    private static int Cache(Usage usage) => (usage.CachedInputTokens ?? 0) + (usage.CacheWriteTokens ?? 0);

    /// <summary>The numbers of the object and of the details within it, which do not replace its own.</summary>
    private static Dictionary<string, int> Counts(JsonElement usage)
    {
        var counts = new Dictionary<string, int>();
        foreach (var property in usage.EnumerateObject())
        {
            if (Number(property.Value) is { } number)
            {
                counts.TryAdd(Plain(property.Name), number);
            }
        }

        var details = usage.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object);
        foreach (var detail in details.SelectMany(property => property.Value.EnumerateObject()))
        {
            if (Number(detail.Value) is { } number)
            {
                counts.TryAdd(Plain(detail.Name), number);
            }
        }

        return counts;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>A number that no reply can have is none.</summary>
    private static int? Number(JsonElement value)
    {
        decimal number = 0;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out number),
            JsonValueKind.String => decimal.TryParse(JsonText.From(value), NumberStyles.None, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber && number is >= 0 and <= MaxTokens && number == decimal.Truncate(number) ? (int)number : null;
    }
}
