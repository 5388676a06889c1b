using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eval.Results.Records;

namespace Eval.Results.Storage;

/// <summary>The columns of an attempt in the order in which they are written and read.</summary>
internal static class AttemptColumns
{
    public static readonly string[] Names =
    [
        "dataset", "task_id", "model", "sample", "class", "difficulty", "language", "task_hash", "provider", "request_hash", "served_model",
        "is_simulated", "is_cached", "verdict", "error", "finish_reason",
        "started_at", "queued", "retry_wait", "connected", "headers", "first_event", "first_reasoning", "first_content", "last_delta",
            "total",
        "content_events", "chunk_gap_p50", "chunk_gap_max", "is_not_streaming", "concurrency", "is_saturated",
        "input_tokens", "cached_input_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens", "is_usage_estimated",
            "is_usage_suspect",
        "provider_cost_usd", "cost_usd", "retries", "sandbox", "isolation", "judge", "guess_probability", "execution", "tests_passed",
            "tests_total",
        "visible_tests_passed", "answer_rank", "answer_candidates", "patch_flags", "metrics",
    ];

    /// <summary>How metrics are written; a metric may be NaN.</summary>
    public static readonly JsonSerializerOptions MetricsJson =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Returns the values to bind, in the order of <see cref="Names"/>.</summary>
    public static object[] Values(Attempt a)
    {
        var (t, u) = (a.Timing, a.Usage);
        return
        [
            StoredText.ForColumn(a.Key.Dataset), StoredText.ForColumn(a.Key.TaskId), StoredText.ForColumn(a.Key.Model), a.Key.Sample,
            StoredText.ForColumn(a.Class), StoredText.ForColumn(a.Difficulty), StoredText.ForColumn(a.Language),
                StoredText.ForColumn(a.TaskHash),
            StoredText.ForColumn(a.Provider), StoredText.ForColumn(a.RequestHash), StoredText.ForColumn(a.ServedModel),
            a.IsSimulated, a.IsCached, a.Verdict.Name(), StoredText.ForColumn(a.Error), StoredText.ForColumn(a.FinishReason),
            Known(t?.StartedAt.UtcTicks), Ticks(t?.Queued), Ticks(t?.RetryWait), Ticks(t?.Connected), Ticks(t?.Headers),
                Ticks(t?.FirstEvent),
            Ticks(t?.FirstReasoning), Ticks(t?.FirstContent), Ticks(t?.LastDelta), Ticks(t?.Total),
            Known(t?.ContentEvents), Ticks(t?.ChunkGapP50), Ticks(t?.ChunkGapMax), Known(t?.IsNotStreaming), Known(t?.Concurrency),
                Known(t?.IsSaturated),
            Known(u.InputTokens), Known(u.CachedInputTokens), Known(u.CacheWriteTokens), Known(u.OutputTokens), Known(u.ReasoningTokens),
            u.IsEstimated, u.IsSuspect,
            Money(u.ProviderReportedCostUsd), Money(a.CostUsd), a.Retries, StoredText.ForColumn(a.Sandbox),
                StoredText.ForColumn(a.Isolation),
            StoredText.ForColumn(a.VerdictOrigin?.Name), Known(a.VerdictOrigin?.GuessProbability),
            Ticks(a.Execution), Known(a.TestsPassed), Known(a.TestsTotal), Known(a.VisibleTestsPassed),
            StoredText.ForColumn(a.AnswerRank), Known(a.AnswerCandidates), StoredText.ForColumn(a.PatchFlags),
            a.Metrics.Count == 0 ? DBNull.Value : JsonSerializer.Serialize(a.Metrics, MetricsJson),
        ];
    }

    private static object Known<T>(T? value)
        where T : struct => value is { } known ? known : DBNull.Value;

    private static object Ticks(TimeSpan? value) => value is { } known ? known.Ticks : DBNull.Value;

    // Text keeps every digit; SQLite's own numbers are binary.
    private static object Money(decimal? value) => value is { } known ? known.ToString(CultureInfo.InvariantCulture) : DBNull.Value;
}
