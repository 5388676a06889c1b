using System.Runtime.CompilerServices;
using System.Text.Json;
using Eval.Results.Records;
using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>
/// Keeps runs in one SQLite file. Writes are durable against a power cut when the call returns, and calls that wait together share a flush.
/// Readers never wait for the writer. Every failure is a <see cref="RunStoreException"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Attempts read without texts also come without <see cref="Usage.Raw"/> and <see cref="Attempt.RequestHash"/>. An attempt saved with
/// <see cref="Attempt.Texts"/> null leaves texts that were kept before as they are.
/// </remarks>
internal sealed class SqliteRunStore : IRunStore
{
    private const string Scored = "run_id = $run and is_judged = 1 order by dataset, task_id, model, sample";

    private readonly string _path;
    private readonly string _readers;
    private readonly TimeProvider _time;
    private readonly SqliteWriter? _writer;

    private SqliteRunStore(string path, string readers, TimeProvider time, SqliteWriter? writer)
    {
        _path = path;
        _readers = readers;
        _time = time;
        _writer = writer;
    }

    /// <summary>Opens a store for reading and writing; the file and its folder are created when missing.</summary>
    /// <exception cref="RunStoreException">The file cannot be opened, is something else or was written by a newer program.</exception>
    public static Task<SqliteRunStore> OpenAsync(string path, CancellationToken ct) => OpenAsync(path, TimeProvider.System, ct);

    /// <summary>Opens a store for reading and writing with a clock of one's own.</summary>
    /// <exception cref="RunStoreException">The file cannot be opened, is something else or was written by a newer program.</exception>
    public static Task<SqliteRunStore> OpenAsync(string path, TimeProvider time, CancellationToken ct) =>
        Task.Run(() => new SqliteRunStore(path, SqliteFile.ReaderConnection(path), time,
            new SqliteWriter(SqliteFile.OpenForWriting(path), path)), ct);

    /// <summary>Opens an existing store for reading; nothing is written, not even in a folder that may not be written.</summary>
    /// <exception cref="RunStoreException">The file cannot be opened, is something else or was written by a newer program.</exception>
    public static Task<SqliteRunStore> OpenReadOnlyAsync(string path, CancellationToken ct) =>
        Task.Run(() => new SqliteRunStore(path, SqliteFile.CheckForReading(path), TimeProvider.System, null), ct);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> AcquireRunLockAsync(string runId, CancellationToken ct)
    {
        if (RunLock.TryAcquire(_path, runId) is not { } held)
        {
            var holder = await FindHolderAsync(runId, ct) ?? "another process";
            throw new RunStoreException($"The run {runId} is being written by {holder}; wait for it to end or stop it.") { IsHeld = true };
        }

        try
        {
            await Writer.WriteAsync((connection, _) => RunRows.SetHolder(connection, runId), canWait: false, ct);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task CreateRunAsync(Run run, CancellationToken ct) =>
        Writer.WriteAsync((connection, _) => RunRows.Insert(connection, run), canWait: false, ct);

    /// <inheritdoc/>
    public Task UpdateRunAsync(Run run, CancellationToken ct) =>
        Writer.WriteAsync((connection, _) => RunRows.Update(connection, run), canWait: false, ct);

    /// <inheritdoc/>
    public async Task<Run?> FindRunAsync(string runId, CancellationToken ct)
    {
        await foreach (var run in ReadAsync("select manifest from runs where run_id = $run", [("$run", runId)], RunRows.Read, ct))
        {
            return run;
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Run>> ListRunsAsync(CancellationToken ct)
    {
        var runs = new List<Run>();
        await foreach (var run in ReadAsync("select manifest from runs order by sequence desc", [], RunRows.Read, ct))
        {
            runs.Add(run);
        }

        return runs;
    }

    /// <inheritdoc/>
    public Task SaveReplyAsync(Attempt attempt, CancellationToken ct) => SaveAsync(attempt, scored: false, ct);

    /// <inheritdoc/>
    public Task SaveAttemptAsync(Attempt attempt, CancellationToken ct) => SaveAsync(attempt, scored: true, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<Attempt> ReadAttemptsAsync(string runId, bool withTexts, CancellationToken ct) =>
        ReadAttemptsAsync(Scored, [("$run", runId)], withTexts ? StoredTexts.All : StoredTexts.None, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<Attempt> ReadOutcomesAsync(string runId, CancellationToken ct) =>
        ReadAttemptsAsync(Scored, [("$run", runId)], StoredTexts.OfOutcomes, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<Attempt> ReadUnscoredAsync(string runId, CancellationToken ct) =>
        ReadAttemptsAsync("run_id = $run and is_judged = 0 order by dataset, task_id, model, sample", [("$run", runId)], StoredTexts.All,
            ct);

    /// <inheritdoc/>
    public async Task<bool> DeleteTextsAsync(string runId, CancellationToken ct)
    {
        var deleted = 0;
        await Writer.WriteAsync((connection, _) => deleted = RunRows.DeleteTexts(connection, runId), canWait: false, ct);
        return deleted > 0;
    }

    /// <inheritdoc/>
    public async Task<Attempt?> FindReplyAsync(string requestHash, int sample, CancellationToken ct)
    {
        // A call that failed has no reply.
        const string Condition =
            "request_hash = $hash and sample = $sample and is_judged = 1 and verdict not in ('provider_error', 'skipped') "
            + "order by (select sequence from runs where runs.run_id = attempts.run_id) desc, id desc limit 1";
        await foreach (var attempt in ReadAttemptsAsync(Condition, [("$hash", requestHash), ("$sample", sample)], StoredTexts.All, ct))
        {
            return attempt;
        }

        return null;
    }

    /// <summary>Waits for pending writes and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        await using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteWriter Writer => _writer ?? throw new RunStoreException($"{_path} has been opened for reading only.");

    private async Task<string?> FindHolderAsync(string runId, CancellationToken ct)
    {
        await foreach (var holder in ReadAsync("select holder from run_holders where run_id = $run", [("$run", runId)],
            row => row.GetString(0), ct))
        {
            return holder;
        }

        return null;
    }

    private Task SaveAsync(Attempt attempt, bool scored, CancellationToken ct) => Writer.WriteAsync(
        (connection, attempts) =>
        {
            try
            {
                attempts.Write(attempt, scored, _time.GetUtcNow());
            }
            catch (SqliteException e) when (SqliteFailure.IsConstraint(e))
            {
                throw new RunStoreException($"The run {attempt.RunId} is not in {_path}; create it before its attempts.", e);
            }
        },
        // A reply has been paid for; a verdict can be had again.
        canWait: scored,
        ct);

    private IAsyncEnumerable<Attempt> ReadAttemptsAsync(string condition, (string, object)[] parameters, StoredTexts texts,
        CancellationToken ct)
    {
        AttemptReader? reader = null;
        return ReadAsync(
            $"select {AttemptReader.Select(texts)} from {AttemptReader.From(texts)} where {condition}",
            parameters,
            row => (reader ??= new AttemptReader(row, texts)).Read(),
            ct);
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, (string Name, object Value)[] parameters, Func<SqliteDataReader, T> read, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = new SqliteConnection(_readers);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is made of constants of this class; what comes from outside is a parameter.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value is string text ? StoredText.ForColumn(text) : value);
        }

        var row = Try(() =>
        {
            connection.Open();
            return command.ExecuteReader();
        });
        await using (row)
        {
            while (Try(row.Read))
            {
                ct.ThrowIfCancellationRequested();
                yield return Try(() => read(row));
            }
        }
    }

    private T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Explain(e, _path);
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException)
        {
            throw new RunStoreException($"{_path} holds a row that cannot be read ({e.Message}); restore the file from a copy.", e);
        }
    }
}
