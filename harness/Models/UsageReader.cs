using System.Text.Json;
using Eval.Reports.Records;

namespace Eval.Harness.Models;

/// <summary>
/// Normalises the usage objects of the provider families: afterwards input contains cached tokens and output contains reasoning, whoever
/// answered.
/// </summary>
internal static class UsageReader
{
    /// <summary>Characters per token where an endpoint tells none.</summary>
    private const int LettersPerToken = 4;

    private const int MostTokens = 100_000_000;

    public static Usage Read(JsonElement usage)
    {
        var result = new Usage
        {
            Raw = usage.GetRawText(),
            OutputTokens = Number(usage, "completion_tokens") ?? Number(usage, "output_tokens"),
            ReasoningTokens = Number(usage, "completion_tokens_details", "reasoning_tokens") ?? Number(usage, "output_tokens_details", "reasoning_tokens"),
            ProviderReportedCostUsd = usage.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Number && cost.TryGetDecimal(out var usd) && usd >= 0 ? usd : null,
        };
        result = usage.TryGetProperty("input_tokens", out _) && !usage.TryGetProperty("prompt_tokens", out _) ? WithAnthropicInput(result, usage) : WithInput(result, usage);
        return result with { IsSuspect = IsSuspect(result, usage) };
    }

    /// <summary>Returns an estimate from the texts, marked as one.</summary>
    public static Usage Estimate(IEnumerable<ChatMessage> messages, string text, string? reasoning)
    {
        static int Tokens(int letters) => (letters + LettersPerToken - 1) / LettersPerToken;
        return new Usage
        {
            InputTokens = Tokens(messages.Sum(message => message.Content.Length + 2 * LettersPerToken)),
            OutputTokens = Tokens(text.Length + (reasoning?.Length ?? 0)),
            IsEstimated = true,
        };
    }

    private static Usage WithInput(Usage result, JsonElement usage)
    {
        var cached = Number(usage, "prompt_tokens_details", "cached_tokens") ?? Number(usage, "prompt_cache_hit_tokens") ?? Number(usage, "cache_read_input_tokens");
        var hitAndMiss = Number(usage, "prompt_cache_hit_tokens") + Number(usage, "prompt_cache_miss_tokens");
        return result with
        {
            InputTokens = Number(usage, "prompt_tokens") ?? hitAndMiss,
            CachedInputTokens = cached,
            CacheWriteTokens = Number(usage, "prompt_tokens_details", "cache_write_tokens") ?? Number(usage, "cache_creation_input_tokens"),
        };
    }

    /// <summary>Anthropic's own names: input leaves out what was read from and written to the cache.</summary>
    private static Usage WithAnthropicInput(Usage result, JsonElement usage)
    {
        var read = Number(usage, "cache_read_input_tokens");
        var written = Number(usage, "cache_creation_input_tokens");
        return result with
        {
            InputTokens = Number(usage, "input_tokens") + (read ?? 0) + (written ?? 0),
            CachedInputTokens = read,
            CacheWriteTokens = written,
        };
    }

    private static bool IsSuspect(Usage result, JsonElement usage)
    {
        var total = Number(usage, "total_tokens");
        return result.InputTokens < (result.CachedInputTokens ?? 0) + (result.CacheWriteTokens ?? 0)
            || result.OutputTokens < (result.ReasoningTokens ?? 0)
            || result.InputTokens < 0 || result.OutputTokens < 0
            || (total is { } sum && result is { InputTokens: { } input, OutputTokens: { } output } && sum != input + output);
    }

    /// <summary>A number that no reply can have is none.</summary>
    private static int? Number(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number is >= 0 and <= MostTokens ? number : null;

    private static int? Number(JsonElement usage, string group, string name) =>
        usage.TryGetProperty(group, out var inner) && inner.ValueKind == JsonValueKind.Object ? Number(inner, name) : null;
}
