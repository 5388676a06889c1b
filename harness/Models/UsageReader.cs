using System.Net.Http.Headers;
using System.Text.Json;
using Eval.Results.Records;

namespace Eval.Harness.Models;

/// <summary>Finds what an endpoint reports of tokens and money, wherever it stands, and completes what it does not report.</summary>
internal static class UsageReader
{
    /// <summary>Characters per token where an endpoint reports none.</summary>
    private const int CharsPerToken = 4;

    /// <summary>Choices, their messages, and objects of the host's own beside them.</summary>
    private const int MaxDepth = 3;

    private static readonly string[] Names = ["usage", "usageMetadata", "usage_metadata"];

    /// <summary>Returns the usage of a chunk or a whole reply; null where nothing is reported, which zeros alone do not.</summary>
    /// <param name="root">The JSON of one event, or of a reply that was not streamed.</param>
    public static Usage? Find(JsonElement root) => Find(root, MaxDepth);

    /// <summary>Returns what is known after a later event: its counts, and earlier ones where it reports none.</summary>
    public static Usage? Merge(Usage? earlier, Usage? later)
    {
        if (earlier is null || later is null)
        {
            return later ?? earlier;
        }

        int? Newer(Func<Usage, int?> part) => part(later) is > 0 and var count ? count : part(earlier) ?? part(later);
        decimal? NewerCost() => later.ProviderReportedCostUsd is > 0 and var billed
            ? billed
            : earlier.ProviderReportedCostUsd ?? later.ProviderReportedCostUsd;
        var isWhole = later is { InputTokens: > 0, OutputTokens: > 0 } || earlier.Raw is null;
        return (isWhole ? later : earlier) with
        {
            InputTokens = Newer(usage => usage.InputTokens),
            CachedInputTokens = Newer(usage => usage.CachedInputTokens),
            CacheWriteTokens = Newer(usage => usage.CacheWriteTokens),
            OutputTokens = Newer(usage => usage.OutputTokens),
            ReasoningTokens = Newer(usage => usage.ReasoningTokens),
            ProviderReportedCostUsd = NewerCost(),
        };
    }

    /// <summary>Returns what a gateway says of the cost in a header; null where it says nothing.</summary>
    public static Usage? FromHeaders(HttpResponseHeaders headers) =>
        BilledCost.Read(headers) is { } usd ? new Usage { ProviderReportedCostUsd = usd } : null;

    /// <summary>Returns an estimate from the texts, marked as one.</summary>
    public static Usage Estimate(IEnumerable<ChatMessage> messages, string text, string? reasoning)
    {
        static int Tokens(int chars) => (chars + CharsPerToken - 1) / CharsPerToken;
        return new Usage
        {
            InputTokens = Tokens(messages.Sum(message => message.Content.Length + 2 * CharsPerToken)),
            OutputTokens = Tokens(text.Length + (reasoning?.Length ?? 0)),
            IsEstimated = true,
        };
    }

    /// <summary>Returns what was reported, with our estimate in the place of counts that are missing or cannot be.</summary>
    public static Usage Complete(Usage? reported, IEnumerable<ChatMessage> messages, string text, string? reasoning)
    {
        var estimate = Estimate(messages, text, reasoning);
        if (reported is null)
        {
            return estimate;
        }

        // No text is without tokens.
        var isInputDeclared = reported.InputTokens is > 0 || (reported.InputTokens == 0 && estimate.InputTokens == 0);
        var isOutputDeclared = reported.OutputTokens is > 0 || (reported.OutputTokens == 0 && estimate.OutputTokens == 0);
        return isInputDeclared && isOutputDeclared ? reported : reported with
        {
            InputTokens = isInputDeclared ? reported.InputTokens : estimate.InputTokens,
            CachedInputTokens = isInputDeclared ? reported.CachedInputTokens : null,
            CacheWriteTokens = isInputDeclared ? reported.CacheWriteTokens : null,
            OutputTokens = isOutputDeclared ? reported.OutputTokens : estimate.OutputTokens,
            ReasoningTokens = isOutputDeclared ? reported.ReasoningTokens : null,
            IsEstimated = true,
            IsSuspect = false,
            // Who does not count does not say that it was free.
            ProviderReportedCostUsd = reported.ProviderReportedCostUsd is > 0 and var billed ? billed : null,
        };
    }

    /// <summary>What stands further out is the sum of what stands within.</summary>
    private static Usage? Find(JsonElement element, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth == 0)
        {
            return null;
        }

        Usage? own = null, within = null;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                if (IsUsage(property))
                {
                    own = Merge(own, UsageCounts.Read(property.Value));
                }
                else
                {
                    within = Merge(within, Find(property.Value, depth - 1));
                }
            }
            else if (property.Value.ValueKind == JsonValueKind.Array && property.NameEquals("choices"))
            {
                foreach (var choice in property.Value.EnumerateArray())
                {
                    within = Merge(within, Find(choice, depth - 1));
                }
            }
        }

        return Merge(within, own);
    }

    /// <summary>Asked of each object in each event: nothing is allocated for it.</summary>
    private static bool IsUsage(JsonProperty property)
    {
        foreach (var name in Names)
        {
            if (property.NameEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
