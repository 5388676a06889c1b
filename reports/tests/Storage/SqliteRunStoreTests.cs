using System.Diagnostics;
using System.Runtime.CompilerServices;
using Eval.Results.Records;
using Eval.Results.Storage;
using Microsoft.Data.Sqlite;

namespace Eval.Reports.Tests.Storage;

public sealed class SqliteRunStoreTests : RunStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string StorePath => _folder.File("runs/eval.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Needs", "Linux")]
    public async Task A_killed_process_loses_no_row_it_was_told_is_saved()
    {
        Require.That(OperatingSystem.IsLinux(), "needs Linux");
        await (await OpenWithRunAsync()).DisposeAsync();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[StoreWritingChild.Variable] = StorePath;
        using var child = Process.Start(start)!;
        var acknowledged = new HashSet<int>();
        using var stop = Ct.Register(child.Kill);
        await child.StandardOutput.ReadLineAsync(Ct);
        await using (var meanwhile = (SqliteRunStore)await OpenAsync())
        {
            var refusal = await Assert.ThrowsAsync<RunStoreException>(() => meanwhile.AcquireRunLockAsync(An.RunId, Ct));
            Assert.Contains($"process {child.Id} ", refusal.Message);
        }

        while (await child.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (line.EndsWith(';') && acknowledged.Add(int.Parse(line.TrimEnd(';'))) && acknowledged.Count == 500)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(Ct);
        Assert.Equal(128 + 9, child.ExitCode);

        await using var store = await OpenAsync();
        var kept = (await Read(store, withTexts: true)).Select(attempt => attempt.Key.Sample).ToHashSet();
        Assert.True(acknowledged.Count >= 500);
        Assert.Empty(acknowledged.Except(kept));
        Assert.Equal("ok", Scalar("pragma integrity_check"));
        await using var freed = await ((SqliteRunStore)store).AcquireRunLockAsync(An.RunId, Ct);
    }

    [Fact]
    public async Task A_run_is_written_by_one_at_a_time()
    {
        await using var store = (SqliteRunStore)await OpenAsync();
        await using (await store.AcquireRunLockAsync(An.RunId, Ct))
        {
            var refusal = await Assert.ThrowsAsync<RunStoreException>(() => store.AcquireRunLockAsync(An.RunId, Ct));
            Assert.Contains($"process {Environment.ProcessId}", refusal.Message);
            await using var another = await store.AcquireRunLockAsync("another-run", Ct);
        }

        await (await store.AcquireRunLockAsync(An.RunId, Ct)).DisposeAsync();
        Assert.Empty(Directory.GetFiles(_folder.File("runs"), "*.lock"));
        await Assert.ThrowsAsync<RunStoreException>(() => store.AcquireRunLockAsync("../up", Ct));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(5, false)]
    public async Task A_store_of_a_format_before_is_brought_up_and_loses_nothing(int version, bool forReading)
    {
        var attempt = An.Attempt() with { Texts = new AttemptTexts { Prompt = "p", Reply = "r", Grading = "g", Trajectory = "t",
            Calls = "c" } };
        await using (var store = await OpenWithRunAsync())
        {
            await store.SaveAttemptAsync(attempt with { Texts = new AttemptTexts { Prompt = "p", Reply = "r" } }, Ct);
        }

        Scalar("alter table runs drop column sequence; update schema_version set version = 5");
        if (version < 5)
        {
            Scalar("alter table attempts drop column judge; alter table attempts drop column guess_probability; alter table attempts drop "
                + "column patch_flags; update schema_version set version = 4");
        }

        if (version < 4)
        {
            Scalar("alter table attempts drop column answer_rank; alter table attempts drop column answer_candidates; update "
                + "schema_version set version = 3");
        }

        if (version < 3)
        {
            Scalar("alter table attempt_texts drop column calls; update schema_version set version = 2");
        }

        if (version == 1)
        {
            Scalar("alter table attempt_texts drop column grading; alter table attempt_texts drop column trajectory; update schema_version "
                + "set version = 1");
        }

        await using (var store = forReading ? await SqliteRunStore.OpenReadOnlyAsync(StorePath, Ct) : await OpenAsync())
        {
            var old = await store.ReadAttemptsAsync(An.RunId, withTexts: true, Ct).SingleAsync(Ct);
            Assert.Equal(("r", null, null, null), (old.Texts!.Reply, old.Texts.Grading, old.Texts.Trajectory, old.Texts.Calls));
            Assert.Equal(version < 5, old.VerdictOrigin is null);
        }

        await using var again = await OpenAsync();
        await again.SaveAttemptAsync(attempt, Ct);
        var kept = await again.ReadAttemptsAsync(An.RunId, withTexts: true, Ct).SingleAsync(Ct);
        Assert.Equal(attempt.VerdictOrigin, kept.VerdictOrigin);
        Assert.Equal(("g", "t", "c"), (kept.Texts!.Grading, kept.Texts.Trajectory, kept.Texts.Calls));
    }

    [Fact]
    public async Task Runs_of_a_format_without_their_order_stand_as_their_attempts_were_added()
    {
        await using (var store = await OpenAsync())
        {
            foreach (var (id, year, isAsked) in new[] { ("first", 2026, true), ("ahead", 2031, true), ("back", 1970, true),
                ("cut-off", 2027, false), ("right", 2028, true), ("again", 2028, true) })
            {
                await store.CreateRunAsync(An.Run() with { Id = id, StartedAt = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero) },
                    Ct);
                if (isAsked)
                {
                    await store.SaveAttemptAsync(An.Attempt() with { RunId = id }, Ct);
                }
            }
        }

        Scalar("alter table runs drop column sequence; update schema_version set version = 5");

        await using var upgraded = await OpenAsync();
        await upgraded.CreateRunAsync(An.Run() with { Id = "tonight", StartedAt = An.Start.AddYears(-9) }, Ct);
        Assert.Equal(["tonight", "again", "right", "cut-off", "back", "ahead", "first"],
            (await upgraded.ListRunsAsync(Ct)).Select(run => run.Id));
    }

    [Fact]
    public async Task A_store_of_a_newer_program_is_refused_in_a_sentence()
    {
        await (await OpenWithRunAsync()).DisposeAsync();
        Scalar("update schema_version set version = 99");

        var refusal = await Assert.ThrowsAsync<RunStoreException>(OpenAsync);
        Assert.Contains("newer program (format 99", refusal.Message);
        await Assert.ThrowsAsync<RunStoreException>(() => SqliteRunStore.OpenReadOnlyAsync(StorePath, Ct));
    }

    [Theory]
    [InlineData("This is a text file, long enough to be looked at as a database by its first bytes ................................")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense at all ....................................................")]
    public async Task A_file_that_is_something_else_is_refused_and_left_alone(string content)
    {
        Directory.CreateDirectory(_folder.File("runs"));
        await File.WriteAllTextAsync(StorePath, content, Ct);

        var refusal = await Assert.ThrowsAsync<RunStoreException>(OpenAsync);

        Assert.Contains(StorePath, refusal.Message);
        Assert.Equal(content, await File.ReadAllTextAsync(StorePath, Ct));
    }

    [Fact]
    public async Task A_database_of_another_program_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_folder.File("runs"));
        Scalar("create table theirs (x); insert into theirs values (1)");

        var refusal = await Assert.ThrowsAsync<RunStoreException>(OpenAsync);

        Assert.Contains("is not a run store", refusal.Message);
        Assert.Equal(1L, Scalar("select count(*) from sqlite_master"));
    }

    [Fact]
    public async Task A_damaged_file_is_told_in_a_sentence()
    {
        await using (var store = await OpenWithRunAsync())
        {
            for (var i = 0; i < 200; i++)
            {
                await store.SaveAttemptAsync(Full() with { Key = new AttemptKey("mini", $"task-{i}", "alpha", 0) }, Ct);
            }
        }

        using (var file = File.OpenWrite(StorePath))
        {
            file.Position = 8192;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - 8192 - 1).ToArray());
        }

        var failure = await Assert.ThrowsAsync<RunStoreException>(async () =>
        {
            await using var store = await OpenAsync();
            await Read(store, withTexts: true);
        });
        Assert.Contains("damaged", failure.Message);
    }

    [Fact]
    public async Task A_full_disk_is_told_in_a_sentence_and_what_was_saved_stays()
    {
        // SQLite's own limit on pages gives the same error as a full file system.
        await using (var store = await OpenWithRunAsync())
        {
            await store.SaveAttemptAsync(Full(), Ct);
        }

        var pages = (long)Scalar("pragma page_count")!;
        var connection = SqliteFile.OpenForWriting(StorePath);
        using (var limit = connection.CreateCommand())
        {
            limit.CommandText = $"pragma max_page_count = {pages}";
            limit.ExecuteNonQuery();
        }

        await using (var writer = new SqliteWriter(connection, StorePath))
        {
            var big = Full() with { Key = new AttemptKey("mini", "big", "alpha", 0), Error = new string('x', 100_000) };
            var failure = await Assert.ThrowsAsync<RunStoreException>(
                () => writer.WriteAsync((_, attempts) => attempts.Write(big, scored: true, An.Start), canWait: false, Ct));
            Assert.Contains("is full", failure.Message);
        }

        await using var again = await OpenAsync();
        Assert.Single(await Read(again, withTexts: true));
    }

    [Fact]
    public async Task Reading_alone_changes_nothing_and_refuses_to_write()
    {
        await using (var store = await OpenWithRunAsync())
        {
            await store.SaveAttemptAsync(Full(), Ct);
        }

        var before = await File.ReadAllBytesAsync(StorePath, Ct);
        await using (var readOnly = await SqliteRunStore.OpenReadOnlyAsync(StorePath, Ct))
        {
            Assert.Single(await Read(readOnly, withTexts: true));
            var refusal = await Assert.ThrowsAsync<RunStoreException>(() => readOnly.SaveAttemptAsync(Full(), Ct));
            Assert.Contains("for reading only", refusal.Message);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(StorePath, Ct));
        var missing = await Assert.ThrowsAsync<RunStoreException>(() => SqliteRunStore.OpenReadOnlyAsync(_folder.File("none.db"), Ct));
        Assert.Contains("There is no run store", missing.Message);
        Assert.False(File.Exists(_folder.File("none.db")));
    }

    [Fact]
    [Trait("Needs", "bubblewrap")]
    public async Task A_store_can_be_read_on_a_disk_that_cannot_be_written()
    {
        var bwrap = Require.Tool("bwrap");
        await using (var store = await OpenWithRunAsync())
        {
            await store.SaveAttemptAsync(Full(), Ct);
        }

        string[] arguments = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--setenv", StoreWritingChild.ReadVariable,
            StorePath];
        var start = new ProcessStartInfo(bwrap, [.. arguments, Environment.ProcessPath!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync(Ct);
        var errors = await child.StandardError.ReadToEndAsync(Ct);
        Require.That(!errors.Contains("bwrap:", StringComparison.Ordinal), $"needs a bubblewrap that works here ({errors})");

        Assert.Equal("1", output.Trim());
        Assert.Empty(Directory.GetFiles(_folder.File("runs"), "*-shm"));
    }

    [Fact]
    public async Task A_store_of_format_1_still_loads()
    {
        Directory.CreateDirectory(_folder.File("runs"));
        var kept = Path.Combine(Path.GetDirectoryName(SourceFile())!, "golden", "store-format-1.db");
        if (!File.Exists(kept) && Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await WriteSmallStoreAsync(kept);
        }

        File.Copy(kept, StorePath);
        await using var store = await OpenAsync();

        Assert.Equivalent(SmallRun.Run, await store.FindRunAsync(An.RunId, Ct), strict: true);
        // How the answer was chosen, and what decided about it, was not kept then.
        var full = Full() with { AnswerRank = null, AnswerCandidates = null };
        Assert.Equivalent(SmallRun.Attempts.Take(20).Append(full).Select(attempt => attempt with { VerdictOrigin = null }),
            await Read(store, withTexts: true), strict: true);
    }

    [Fact]
    public async Task Two_stores_on_one_file_write_side_by_side()
    {
        await using var one = await OpenWithRunAsync();
        await using var two = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? one : two).SaveAttemptAsync(An.Attempt($"task-{i}"), Ct)));

        Assert.Equal(60, (await Read(one, withTexts: false)).Count);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var store = await OpenWithRunAsync();
        await store.DisposeAsync();

        var failure = await Assert.ThrowsAsync<RunStoreException>(() => store.SaveAttemptAsync(Full(), Ct));
        Assert.Contains("closed", failure.Message);
    }

    protected override async Task<IRunStore> OpenAsync() => await SqliteRunStore.OpenAsync(StorePath, Ct);

    private static string SourceFile([CallerFilePath] string path = "") => path;

    private static async Task WriteSmallStoreAsync(string path)
    {
        await using var store = await SqliteRunStore.OpenAsync(path, new FixedTime(), Ct);
        await store.CreateRunAsync(SmallRun.Run, Ct);
        foreach (var attempt in SmallRun.Attempts.Take(20).Append(Full()))
        {
            await store.SaveAttemptAsync(attempt, Ct);
        }
    }

    private object? Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StorePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => An.Start;
    }
}
