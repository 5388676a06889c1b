using System.Text.Json;
using Eval.Results.Records;
using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>Writes and reads the rows of runs; a run is kept as JSON.</summary>
internal static class RunRows
{
    private const string Insertion = "insert into runs (run_id, started_at, ended_at, manifest, sequence) "
        + "values ($run, $started, $ended, $manifest, (select coalesce(max(sequence), 0) + 1 from runs)) on conflict do nothing";

    public static void Insert(SqliteConnection connection, Run run)
    {
        if (Execute(connection, Insertion, run) == 0)
        {
            throw new RunStoreException($"The run {run.Id} is in the store already; continue it with --resume {run.Id}.");
        }
    }

    public static void Update(SqliteConnection connection, Run run)
    {
        if (Execute(connection, "update runs set started_at = $started, ended_at = $ended, manifest = $manifest where run_id = $run",
            run) == 0)
        {
            throw new RunStoreException($"The run {run.Id} is not in the store.");
        }
    }

    public static Run Read(SqliteDataReader row) => StoredRun.Read(row.GetString(0));

    /// <summary>Keeps who writes a run, only for the sentence that refuses others; the lock itself is a file.</summary>
    public static void SetHolder(SqliteConnection connection, string runId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "insert into run_holders values ($run, $holder) on conflict do update set holder = excluded.holder";
        command.Parameters.AddWithValue("$run", runId);
        command.Parameters.AddWithValue("$holder", $"process {Environment.ProcessId} on {Environment.MachineName}");
        command.ExecuteNonQuery();
    }

    /// <summary>Takes the texts of a run away; returns of how many attempts.</summary>
    public static int DeleteTexts(SqliteConnection connection, string runId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "delete from attempt_texts where attempt_id in (select id from attempts where run_id = $run)";
        command.Parameters.AddWithValue("$run", runId);
        return command.ExecuteNonQuery();
    }

    private static int Execute(SqliteConnection connection, string sql, Run run)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The callers above give constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$run", run.Id);
        command.Parameters.AddWithValue("$started", run.StartedAt.UtcTicks);
        command.Parameters.AddWithValue("$ended", run.EndedAt is { } ended ? ended.UtcTicks : DBNull.Value);
        command.Parameters.AddWithValue("$manifest", JsonSerializer.Serialize(run));
        return command.ExecuteNonQuery();
    }
}
