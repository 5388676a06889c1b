using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>
/// Does all writes through one connection, one after another. Writes that wait together share a commit, so that many callers cost one flush
/// to the disk; each call still returns only after the commit that holds its rows. What can wait waits a moment for others.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MaxPerCommit = 256;

    /// <summary>
    /// How long writes that can wait do so: two processors score some three hundred short answers a second, and a flush takes as long as
    /// one.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(25);

    private readonly SqliteConnection _connection;
    private readonly AttemptWriter _attempts;
    private readonly string _path;
    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(4 * MaxPerCommit) { SingleReader = true });

    /// <summary>Counts what nobody may wait beside.</summary>
    private readonly SemaphoreSlim _urgent = new(0);
    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private readonly Task _loop;

    public SqliteWriter(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _attempts = new AttemptWriter(connection);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Does the work in a transaction and returns when it is durable.</summary>
    /// <param name="work">What writes.</param>
    /// <param name="canWait">Whether it may wait a moment for others to share a commit with.</param>
    /// <param name="ct">The cancellation token.</param>
    public async Task WriteAsync(Action<SqliteConnection, AttemptWriter> work, bool canWait, CancellationToken ct)
    {
        var job = new Job(work, canWait, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ct);
        if (!canWait)
        {
            _urgent.Release();
        }

        try
        {
            await _jobs.Writer.WriteAsync(job, ct);
        }
        catch (ChannelClosedException e)
        {
            throw new RunStoreException($"{_path} has been closed.", e);
        }

        await job.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        _urgent.Release();
        await _loop;
        _urgent.Dispose();
        _attempts.Dispose();
        foreach (var statement in _statements.Values)
        {
            await statement.DisposeAsync();
        }

        await _connection.DisposeAsync();
    }

    private async Task LoopAsync()
    {
        var batch = new List<Job>(MaxPerCommit);
        while (await _jobs.Reader.WaitToReadAsync())
        {
            batch.Clear();
            Take(batch);
            if (batch.Count is > 0 and < MaxPerCommit && batch.TrueForAll(job => job.CanWait))
            {
                await _urgent.WaitAsync(LongestWait);
                Take(batch);
            }

            if (batch.Count > 0)
            {
                Commit(batch);
            }
        }
    }

    private void Take(List<Job> batch)
    {
        while (batch.Count < MaxPerCommit && _jobs.Reader.TryRead(out var job))
        {
            if (!job.CanWait)
            {
                _urgent.Wait(0, CancellationToken.None);
            }

            if (job.Ct.IsCancellationRequested)
            {
                job.Done.TrySetCanceled(job.Ct);
            }
            else
            {
                batch.Add(job);
            }
        }
    }

    private void Commit(List<Job> batch)
    {
        try
        {
            Execute("begin immediate");
            var written = batch.Where(job => TryDo(job, alone: batch.Count == 1)).ToList();
            Execute("commit");
            written.ForEach(job => job.Done.TrySetResult());
        }
#pragma warning disable CA1031 // Every caller of the batch gets the failure; the loop itself must live on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            TryRollBack();
            var shown = Explain(e);
            batch.ForEach(job => job.Done.TrySetException(shown));
        }
    }

    /// <summary>Does one job; when it fails alone, it is undone alone.</summary>
    private bool TryDo(Job job, bool alone)
    {
        if (alone)
        {
            job.Work(_connection, _attempts);
            return true;
        }

        Execute("savepoint job");
        try
        {
            job.Work(_connection, _attempts);
            Execute("release job");
            return true;
        }
        catch (RunStoreException e)
        {
            return Undo(job, e);
        }
        catch (SqliteException e) when (SqliteFailure.IsConstraint(e))
        {
            return Undo(job, SqliteFailure.Explain(e, _path));
        }
    }

    private bool Undo(Job job, RunStoreException reason)
    {
        Execute("rollback to job");
        Execute("release job");
        job.Done.TrySetException(reason);
        return false;
    }

    private void TryRollBack()
    {
        try
        {
            Execute("rollback");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does on a full disk.
        }
    }

    private Exception Explain(Exception e) => e is SqliteException failure ? SqliteFailure.Explain(failure, _path) : e;

    private void Execute(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts are constants of this class.
            statement.CommandText = sql;
#pragma warning restore CA2100
            _statements.Add(sql, statement);
        }

        statement.ExecuteNonQuery();
    }

    private sealed record Job(Action<SqliteConnection, AttemptWriter> Work, bool CanWait, TaskCompletionSource Done, CancellationToken Ct);
}
