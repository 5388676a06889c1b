using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Eval.Results.Records;
using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>Makes attempts from rows. Strings that repeat from row to row are kept once.</summary>
internal sealed class AttemptReader(SqliteDataReader row, StoredTexts texts)
{
    private static readonly IReadOnlyDictionary<string, double> NoMetrics = FrozenDictionary<string, double>.Empty;

    private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);
    private int _column;
    private (string Dataset, string TaskId)? _prompted;

    /// <summary>Returns the columns to select, for <see cref="Read"/>.</summary>
    public static string Select(StoredTexts texts) => "run_id, " + string.Join(", ", AttemptColumns.Names) + texts switch
    {
        StoredTexts.All => ", prompt, reply, reasoning, code, output, usage_raw, grading, trajectory, calls",
        StoredTexts.OfOutcomes => ", prompt, code, grading",
        _ => "",
    };

    /// <summary>Returns the tables to select from.</summary>
    public static string From(StoredTexts texts) =>
        "attempts" + (texts == StoredTexts.None ? "" : " left join attempt_texts on attempt_id = id");

    /// <summary>Returns the attempt of the current row.</summary>
    public Attempt Read()
    {
        _column = 0;

        // Initialisers run in the order written here, which is that of AttemptColumns.Names.
        var attempt = new Attempt
        {
            RunId = Pooled()!,
            Key = new AttemptKey(Pooled()!, Pooled()!, Pooled()!, Int() ?? 0),
            Class = Pooled()!,
            Difficulty = Pooled(),
            Language = Pooled()!,
            TaskHash = Pooled(),
            Provider = Pooled()!,
            RequestHash = texts == StoredTexts.All ? Text() : Left(),
            ServedModel = Pooled(),
            IsSimulated = Flag(),
            IsCached = Flag(),
            Verdict = VerdictNames.Parse(Pooled()!),
            Error = Pooled(),
            FinishReason = Pooled(),
            Timing = ReadTiming(),
            Usage = ReadUsage(),
            CostUsd = Money(),
            Retries = Int() ?? 0,
            Sandbox = Pooled(),
            Isolation = Pooled(),
            VerdictOrigin = VerdictOrigin.Parse(Pooled(), Real()),
            Execution = Span(),
            TestsPassed = Int(),
            TestsTotal = Int(),
            VisibleTestsPassed = Int() is { } passed ? passed != 0 : null,
            AnswerRank = Pooled(),
            AnswerCandidates = Int(),
            PatchFlags = Pooled(),
            Metrics = Text() is { } json ? JsonSerializer.Deserialize<Dictionary<string, double>>(json, AttemptColumns.MetricsJson)!
                : NoMetrics,
        };
        return texts switch
        {
            StoredTexts.All => WithTexts(attempt),
            StoredTexts.OfOutcomes => WithTextsOfOutcome(attempt),
            _ => attempt,
        };
    }

    private Attempt WithTextsOfOutcome(Attempt attempt)
    {
        var task = (attempt.Key.Dataset, attempt.Key.TaskId);
        var (prompt, code, grading) = (_prompted == task ? Left() : Text(), Text(), Text());
        _prompted = string.IsNullOrEmpty(prompt) ? _prompted : task;
        return attempt with { Texts = new AttemptTexts { Prompt = prompt ?? "", Code = code, Grading = grading } };
    }

    private Attempt WithTexts(Attempt attempt)
    {
        var (prompt, reply, reasoning, code, output, raw, grading, trajectory, calls) = (Text(), Text(), Text(), Text(), Text(), Text(),
            Text(), Text(), Text());
        return attempt with
        {
            Texts = prompt is null ? null : new AttemptTexts
            {
                Prompt = prompt, Reply = reply, Reasoning = reasoning, Code = code, Output = output, Grading = grading,
                    Trajectory = trajectory, Calls = calls,
            },
            Usage = raw is null ? attempt.Usage : attempt.Usage with { Raw = raw },
        };
    }

    private Timing? ReadTiming()
    {
        const int Marks = 16;
        if (row.IsDBNull(_column))
        {
            _column += Marks;
            return null;
        }

        return new Timing
        {
            StartedAt = new DateTimeOffset(Long() ?? 0, TimeSpan.Zero),
            Queued = Span() ?? TimeSpan.Zero,
            RetryWait = Span() ?? TimeSpan.Zero,
            Connected = Span(),
            Headers = Span(),
            FirstEvent = Span(),
            FirstReasoning = Span(),
            FirstContent = Span(),
            LastDelta = Span(),
            Total = Span() ?? TimeSpan.Zero,
            ContentEvents = Int() ?? 0,
            ChunkGapP50 = Span(),
            ChunkGapMax = Span(),
            IsNotStreaming = Flag(),
            Concurrency = Int() ?? 0,
            IsSaturated = Flag(),
        };
    }

    private Usage ReadUsage() => new()
    {
        InputTokens = Int(),
        CachedInputTokens = Int(),
        CacheWriteTokens = Int(),
        OutputTokens = Int(),
        ReasoningTokens = Int(),
        IsEstimated = Flag(),
        IsSuspect = Flag(),
        ProviderReportedCostUsd = Money(),
    };

    /// <summary>
    /// Leaves a column out: nothing computed from rows needs it, and a text of its own for each row is much of a large run's memory.
    /// </summary>
    private string? Left()
    {
        _column++;
        return null;
    }

    private string? Text() => StoredText.FromColumn(row.GetValue(_column++));

    private string? Pooled()
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (_pool.TryGetValue(text, out var known))
        {
            return known;
        }

        _pool.Add(text, text);
        return text;
    }

    private long? Long() => row.IsDBNull(_column++) ? null : row.GetInt64(_column - 1);

    private double? Real() => row.IsDBNull(_column++) ? null : row.GetDouble(_column - 1);

    private int? Int() => Long() is { } value ? (int)value : null;

    private bool Flag() => Long() is { } value && value != 0;

    private TimeSpan? Span() => Long() is { } ticks ? new TimeSpan(ticks) : null;

    private decimal? Money() => Text() is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
