using Eval.Results.Records;
using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>Writes attempts through prepared commands of one connection. Used by one thread at a time.</summary>
internal sealed class AttemptWriter : IDisposable
{
    private static readonly string[] Head = ["run_id", "is_judged", "saved_at"];
    private static readonly string[] KeyColumns = ["run_id", "dataset", "task_id", "model", "sample"];
    private static readonly string[] TextColumns = ["prompt", "reply", "reasoning", "code", "output", "usage_raw", "grading", "trajectory",
        "calls"];

    private readonly SqliteCommand _scored;
    private readonly SqliteCommand _reply;
    private readonly SqliteCommand _texts;

    public AttemptWriter(SqliteConnection connection)
    {
        _scored = Command(connection, Upsert(""), Head.Length + AttemptColumns.Names.Length);

        // A reply never takes the place of a verdict about an answer; it may take that of a failure of the infrastructure.
        _reply = Command(
            connection,
            Upsert(" where is_judged = 0 or verdict in ('provider_error', 'sandbox_error', 'skipped')"),
            Head.Length + AttemptColumns.Names.Length);
        _texts = Command(connection, UpsertTexts(), 1 + TextColumns.Length);
    }

    public void Write(Attempt attempt, bool scored, DateTimeOffset now)
    {
        var command = scored ? _scored : _reply;
        Bind(command, [StoredText.ForColumn(attempt.RunId), scored, now.UtcTicks, .. AttemptColumns.Values(attempt)]);
        if (command.ExecuteScalar() is not long id || (attempt.Texts is null && attempt.Usage.Raw is null))
        {
            return;
        }

        var t = attempt.Texts;
        Bind(_texts, [id, Blob(t?.Prompt), Blob(t?.Reply), Blob(t?.Reasoning), Blob(t?.Code), Blob(t?.Output), Blob(attempt.Usage.Raw),
            Blob(t?.Grading), Blob(t?.Trajectory), Blob(t?.Calls)]);
        _texts.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _scored.Dispose();
        _reply.Dispose();
        _texts.Dispose();
    }

    private static string Upsert(string condition)
    {
        string[] columns = [.. Head, .. AttemptColumns.Names];
        var updates = columns.Except(KeyColumns).Select(name => $"{name} = excluded.{name}");
        return $"insert into attempts ({string.Join(", ", columns)}) values ({Parameters(columns.Length)}) "
            + $"on conflict ({string.Join(", ", KeyColumns)}) do update set {string.Join(", ", updates)}{condition} returning id";
    }

    // Texts that are not given (all null, the prompt too) leave the kept ones as they are.
    private static string UpsertTexts()
    {
        var updates = TextColumns.Select(name => name == "usage_raw"
            ? "usage_raw = coalesce(excluded.usage_raw, usage_raw)"
            : $"{name} = case when excluded.prompt is null then {name} else excluded.{name} end");
        return $"insert into attempt_texts (attempt_id, {string.Join(", ", TextColumns)}) values ({Parameters(1 + TextColumns.Length)}) "
            + $"on conflict (attempt_id) do update set {string.Join(", ", updates)}";
    }

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $"$p{i}"));

    private static SqliteCommand Command(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is made of constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        }

        return command;
    }

    private static void Bind(SqliteCommand command, ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private static object Blob(string? text) => text is null ? DBNull.Value : StoredText.Encode(text);
}
