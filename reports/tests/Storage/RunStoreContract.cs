using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Reports.Tests.Storage;

/// <summary>What every run store promises; each store derives its own tests from this class.</summary>
public abstract class RunStoreContract
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test; a second call opens the same one again.</summary>
    protected abstract Task<IRunStore> OpenAsync();

    [Fact]
    public async Task A_run_comes_back_as_it_was_saved()
    {
        await using var store = await OpenAsync();
        await store.CreateRunAsync(SmallRun.Run, Ct);

        var read = await store.FindRunAsync(SmallRun.Run.Id, Ct);

        AssertSame(SmallRun.Run, read);
        Assert.Null(await store.FindRunAsync("another", Ct));
    }

    [Fact]
    public async Task An_update_replaces_what_is_known_of_a_run()
    {
        await using var store = await OpenAsync();
        await store.CreateRunAsync(An.Run() with { EndedAt = null }, Ct);
        Assert.Null((await store.FindRunAsync(An.RunId, Ct))!.EndedAt);

        await store.UpdateRunAsync(An.Run(), Ct);

        Assert.Equal(An.Run().EndedAt, (await store.FindRunAsync(An.RunId, Ct))!.EndedAt);
    }

    [Fact]
    public async Task Creating_a_run_twice_and_writing_to_an_unknown_one_are_refused()
    {
        await using var store = await OpenAsync();
        await store.CreateRunAsync(An.Run(), Ct);

        await Assert.ThrowsAsync<RunStoreException>(() => store.CreateRunAsync(An.Run(), Ct));
        await Assert.ThrowsAsync<RunStoreException>(() => store.UpdateRunAsync(An.Run() with { Id = "unknown" }, Ct));
        await Assert.ThrowsAsync<RunStoreException>(() => store.SaveAttemptAsync(An.Attempt() with { RunId = "unknown" }, Ct));
        await store.SaveAttemptAsync(An.Attempt(), Ct);
    }

    [Fact]
    public async Task Runs_are_listed_by_when_they_were_added_whatever_their_clocks_said()
    {
        await using var store = await OpenAsync();
        foreach (var day in new[] { 2, 3, 1 })
        {
            await store.CreateRunAsync(An.Run() with { Id = $"run-{day}", StartedAt = An.Start.AddDays(day) }, Ct);
        }

        var runs = await store.ListRunsAsync(Ct);

        Assert.Equal(["run-1", "run-3", "run-2"], runs.Select(run => run.Id));
    }

    [Fact]
    public async Task An_attempt_comes_back_with_every_field()
    {
        await using var store = await OpenWithRunAsync();
        var attempt = Full();
        await store.SaveAttemptAsync(attempt, Ct);

        AssertSame(attempt, Assert.Single(await Read(store, withTexts: true)));

        // A store may leave out the hash of the request too, which no report needs.
        var row = Assert.Single(await Read(store, withTexts: false));
        AssertSame(attempt with { Texts = null, Usage = attempt.Usage with { Raw = null }, RequestHash = row.RequestHash }, row);
    }

    [Fact]
    public async Task An_outcome_comes_with_the_texts_it_hangs_on_and_a_task_with_its_prompt_once()
    {
        await using var store = await OpenWithRunAsync();
        var texts = new AttemptTexts { Prompt = "p", Reply = "r", Reasoning = "t", Code = "c", Output = "o", Grading = "g",
            Trajectory = "s", Calls = "l" };
        await store.SaveAttemptAsync(An.Attempt("a", sample: 0) with { Texts = texts with { Prompt = "" } }, Ct);
        await store.SaveAttemptAsync(An.Attempt("a", sample: 1) with { Texts = texts }, Ct);
        await store.SaveAttemptAsync(An.Attempt("a", sample: 2) with { Texts = texts }, Ct);
        await store.SaveAttemptAsync(An.Attempt("b") with { Texts = texts with { Code = null, Grading = null } }, Ct);
        await store.SaveAttemptAsync(An.Attempt("c"), Ct);

        var read = await store.ReadOutcomesAsync(An.RunId, Ct).ToListAsync(Ct);

        Assert.Equal([("a", "", "c", "g"), ("a", "p", "c", "g"), ("a", "", "c", "g"), ("b", "p", null, null), ("c", "", null, null)],
            read.Select(attempt => (attempt.Key.TaskId, attempt.Texts!.Prompt, attempt.Texts.Code, attempt.Texts.Grading)));
        Assert.All(read,
            attempt => AssertSame(new AttemptTexts { Prompt = attempt.Texts!.Prompt, Code = attempt.Texts.Code,
            Grading = attempt.Texts.Grading }, attempt.Texts));
        AssertSame(An.Attempt("c"), read[^1] with { Texts = null });
    }

    [Fact]
    public async Task What_is_unknown_stays_null()
    {
        await using var store = await OpenWithRunAsync();
        var attempt = new Attempt
        {
            RunId = An.RunId,
            Key = An.Attempt().Key,
            Class = "completion",
            Language = "csharp",
            Provider = "openai",
            Verdict = Verdict.ProviderError,
        };
        await store.SaveAttemptAsync(attempt, Ct);

        AssertSame(attempt, Assert.Single(await Read(store, withTexts: true)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a\0b\0")]
    [InlineData("lone \ud800 and \udc00\ud800")]
    [InlineData("ünïcödé 😀 \u202e \ufeff \r\n\t\u0001")]
    public async Task Any_text_survives(string text)
    {
        await using var store = await OpenWithRunAsync();
        var long_ = string.Concat(Enumerable.Repeat(text + "x", 2000));
        var attempt = An.Attempt(task: "t" + text) with
        {
            Error = text,
            Texts = new AttemptTexts { Prompt = text, Reply = long_, Reasoning = text, Code = long_, Output = text },
        };
        await store.SaveAttemptAsync(attempt, Ct);

        AssertSame(attempt, Assert.Single(await Read(store, withTexts: true)));
    }

    [Theory]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.10")]
    [InlineData("-1.5")]
    public async Task Money_is_exact_to_the_last_digit(string amount)
    {
        await using var store = await OpenWithRunAsync();
        await store.SaveAttemptAsync(An.Attempt() with { CostUsd = decimal.Parse(amount) }, Ct);

        Assert.Equal(amount, Assert.Single(await Read(store, withTexts: false)).CostUsd.ToString());
    }

    [Fact]
    public async Task A_second_attempt_of_the_same_key_replaces_the_first()
    {
        await using var store = await OpenWithRunAsync();
        await store.SaveAttemptAsync(Full(), Ct);
        var second = An.Attempt() with { Key = Full().Key, Verdict = Verdict.Failed, Texts = new AttemptTexts { Prompt = "other" } };

        await store.SaveAttemptAsync(second, Ct);

        AssertSame(second, Assert.Single(await Read(store, withTexts: true)) with { Usage = second.Usage });
    }

    [Fact]
    public async Task Texts_that_are_not_given_leave_the_kept_ones()
    {
        await using var store = await OpenWithRunAsync();
        await store.SaveReplyAsync(Full(), Ct);

        await store.SaveAttemptAsync(Full() with { Texts = null }, Ct);

        AssertSame(Full(), Assert.Single(await Read(store, withTexts: true)));
    }

    [Fact]
    public async Task Attempts_come_ordered_by_key()
    {
        await using var store = await OpenWithRunAsync();
        foreach (var attempt in SmallRun.Attempts.Reverse())
        {
            await store.SaveAttemptAsync(attempt, Ct);
        }

        var read = await Read(store, withTexts: true);

        AssertSame(SmallRun.Attempts, read);
    }

    [Fact]
    public async Task A_reply_waits_apart_until_it_is_judged()
    {
        await using var store = await OpenWithRunAsync();
        await store.SaveReplyAsync(Full(), Ct);
        await store.SaveReplyAsync(Full(), Ct);
        Assert.Empty(await Read(store, withTexts: false));
        AssertSame(Full(), Assert.Single(await store.ReadUnscoredAsync(An.RunId, Ct).ToListAsync(Ct)));

        await store.SaveAttemptAsync(Full(), Ct);

        Assert.Empty(await store.ReadUnscoredAsync(An.RunId, Ct).ToListAsync(Ct));
        Assert.Single(await Read(store, withTexts: false));
    }

    [Fact]
    public async Task A_reply_never_takes_the_place_of_a_verdict_about_an_answer()
    {
        await using var store = await OpenWithRunAsync();
        await store.SaveAttemptAsync(Full() with { Verdict = Verdict.Failed }, Ct);

        await store.SaveReplyAsync(Full() with { Texts = new AttemptTexts { Reply = "late" } }, Ct);

        Assert.Equal(Verdict.Failed, Assert.Single(await Read(store, withTexts: true)).Verdict);
        Assert.Empty(await store.ReadUnscoredAsync(An.RunId, Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_reply_takes_the_place_of_a_failure_of_the_infrastructure()
    {
        await using var store = await OpenWithRunAsync();
        await store.SaveAttemptAsync(An.Attempt() with { Verdict = Verdict.ProviderError }, Ct);

        await store.SaveReplyAsync(An.Attempt() with { Texts = new AttemptTexts { Reply = "at last" } }, Ct);

        Assert.Equal("at last", Assert.Single(await store.ReadUnscoredAsync(An.RunId, Ct).ToListAsync(Ct)).Texts!.Reply);
    }

    [Fact]
    public async Task The_newest_reply_to_a_request_is_found_in_any_run()
    {
        await using var store = await OpenWithRunAsync();
        await store.CreateRunAsync(An.Run() with { Id = "later" }, Ct);
        await store.SaveAttemptAsync(Full(), Ct);
        await store.SaveAttemptAsync(Full() with { RunId = "later", Error = "newer" }, Ct);
        await store.SaveReplyAsync(An.Attempt("unscored", sample: 3) with { RequestHash = Full().RequestHash }, Ct);
        await store.SaveAttemptAsync(An.Attempt("failed", sample: 3) with { RequestHash = Full().RequestHash,
            Verdict = Verdict.ProviderError }, Ct);

        // What was written last is not what belongs to the newest run: an earlier one may be scored again.
        await store.SaveAttemptAsync(Full(), Ct);

        var found = await store.FindReplyAsync(Full().RequestHash!, Full().Key.Sample, Ct);

        Assert.Equal(("later", "newer", Full().Texts), (found!.RunId, found.Error, found.Texts));
        Assert.Null(await store.FindReplyAsync(Full().RequestHash!, 99, Ct));
        Assert.Null(await store.FindReplyAsync("unknown", 0, Ct));
    }

    [Fact]
    public async Task Eight_writers_at_once_lose_nothing()
    {
        await using var store = await OpenWithRunAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await store.SaveAttemptAsync(Full() with { Key = new AttemptKey("mini", $"{writer}-{i}", "alpha", 0) }, Ct);
                }
            },
            Ct)));

        Assert.Equal(400, (await Read(store, withTexts: true)).Count);
    }

    [Fact]
    public async Task A_refused_call_takes_no_other_with_it()
    {
        await using var store = await OpenWithRunAsync();
        var calls = Enumerable.Range(0, 100)
            .Select(i => store.SaveAttemptAsync(An.Attempt($"task-{i}") with { RunId = i % 10 == 0 ? "unknown" : An.RunId }, Ct)).ToList();

        foreach (var (i, call) in calls.Index())
        {
            if (i % 10 == 0)
            {
                await Assert.ThrowsAsync<RunStoreException>(() => call);
            }
            else
            {
                await call;
            }
        }

        Assert.Equal(90, (await Read(store, withTexts: false)).Count);
    }

    [Fact]
    public async Task What_was_saved_is_there_when_the_store_is_opened_again()
    {
        await using (var store = await OpenWithRunAsync())
        {
            await store.SaveAttemptAsync(Full(), Ct);
        }

        await using var again = await OpenAsync();
        AssertSame(Full(), Assert.Single(await Read(again, withTexts: true)));
    }

    [Fact]
    public async Task A_reader_sees_the_moment_it_began_while_writing_goes_on()
    {
        await using var store = await OpenWithRunAsync();
        for (var i = 0; i < 3; i++)
        {
            await store.SaveAttemptAsync(An.Attempt($"task-{i}"), Ct);
        }

        var seen = 0;
        await foreach (var attempt in store.ReadAttemptsAsync(An.RunId, withTexts: false, Ct))
        {
            await store.SaveAttemptAsync(An.Attempt($"task-{3 + seen}"), Ct);
            seen++;
        }

        Assert.Equal(3, seen);
        Assert.Equal(6, (await Read(store, withTexts: false)).Count);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        await using var store = await OpenWithRunAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.SaveAttemptAsync(An.Attempt(),
            new CancellationToken(canceled: true)));
    }

    protected async Task<IRunStore> OpenWithRunAsync()
    {
        var store = await OpenAsync();
        await store.CreateRunAsync(An.Run(), Ct);
        return store;
    }

    /// <summary>Returns an attempt in which nothing is left at its default.</summary>
    protected static Attempt Full() => An.Attempt(sample: 3) with
    {
        Difficulty = "medium",
        TaskHash = "cafe",
        RequestHash = "beef",
        IsSimulated = true,
        IsCached = true,
        Error = "why",
        Timing = new Timing
        {
            StartedAt = An.Start.AddTicks(1234567),
            Queued = TimeSpan.FromTicks(1),
            RetryWait = TimeSpan.FromTicks(2),
            Connected = TimeSpan.FromTicks(3),
            Headers = TimeSpan.FromTicks(4),
            FirstEvent = TimeSpan.FromTicks(5),
            FirstReasoning = TimeSpan.FromTicks(6),
            FirstContent = TimeSpan.FromTicks(7),
            LastDelta = TimeSpan.FromTicks(8),
            Total = TimeSpan.FromTicks(9),
            ContentEvents = 10,
            ChunkGapP50 = TimeSpan.FromTicks(11),
            ChunkGapMax = TimeSpan.FromTicks(12),
            IsNotStreaming = true,
            Concurrency = 13,
            IsSaturated = true,
        },
        Usage = new Usage
        {
            InputTokens = 1,
            CachedInputTokens = 2,
            CacheWriteTokens = 3,
            OutputTokens = 4,
            ReasoningTokens = 5,
            IsEstimated = true,
            IsSuspect = true,
            ProviderReportedCostUsd = 0.0001m,
            Raw = "{\"prompt_tokens\":1}",
        },
        Retries = 4,
        VisibleTestsPassed = false,
        VerdictOrigin = VerdictOrigin.Canary(1.0 / 40320),
        AnswerRank = "completes_prompt",
        AnswerCandidates = 7,
        Metrics = new Dictionary<string, double> { ["style"] = 0.1, ["odd"] = double.NaN },
        Texts = new AttemptTexts { Prompt = "p", Reply = "r", Reasoning = "t", Code = "c", Output = "o" },
    };

    protected static Task<List<Attempt>> Read(IRunStore store, bool withTexts) =>
        store.ReadAttemptsAsync(An.RunId, withTexts, Ct).ToListAsync(Ct).AsTask();

    /// <summary>Compares every property, collections by content.</summary>
    private static void AssertSame(object? expected, object? actual) => Assert.Equivalent(expected, actual, strict: true);
}
