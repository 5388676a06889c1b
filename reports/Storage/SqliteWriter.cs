using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Eval.Reports.Storage;

/// <summary>
/// Does all writes through one connection, one after another. Writes that wait together share a commit, so that many callers cost one flush
/// to the disk; each call still returns only after the commit that holds its rows.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostPerCommit = 256;

    private readonly SqliteConnection _connection;
    private readonly AttemptWriter _attempts;
    private readonly string _path;
    private readonly Channel<Job> _jobs = Channel.CreateBounded<Job>(new BoundedChannelOptions(4 * MostPerCommit) { SingleReader = true });
    private readonly Task _loop;

    public SqliteWriter(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _attempts = new AttemptWriter(connection);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Does the work in a transaction and returns when it is durable.</summary>
    public async Task WriteAsync(Action<SqliteConnection, AttemptWriter> work, CancellationToken ct)
    {
        var job = new Job(work, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), ct);
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
        await _loop;
        _attempts.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task LoopAsync()
    {
        var batch = new List<Job>(MostPerCommit);
        while (await _jobs.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostPerCommit && _jobs.Reader.TryRead(out var job))
            {
                if (job.Ct.IsCancellationRequested)
                    job.Done.TrySetCanceled(job.Ct);
                else
                    batch.Add(job);
            }

            if (batch.Count > 0)
                Commit(batch);
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
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed record Job(Action<SqliteConnection, AttemptWriter> Work, TaskCompletionSource Done, CancellationToken Ct);
}
