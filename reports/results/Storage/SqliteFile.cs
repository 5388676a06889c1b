using Microsoft.Data.Sqlite;

namespace Eval.Results.Storage;

/// <summary>Opens the file of a store and checks that it is one this program knows.</summary>
internal static class SqliteFile
{
    private const int Version = 6;

    /// <summary>What brings a file of the version before up to the next one, by the version it leads to.</summary>
    private static readonly Dictionary<long, string> Upgrades = new()
    {
        [2] = "alter table attempt_texts add column grading blob; alter table attempt_texts add column trajectory blob; update "
            + "schema_version set version = 2",
        [3] = "alter table attempt_texts add column calls blob; update schema_version set version = 3",
        [4] = "alter table attempts add column answer_rank text; alter table attempts add column answer_candidates integer; update "
            + "schema_version set version = 4",
        [5] = "alter table attempts add column judge text; alter table attempts add column guess_probability real; "
            + "alter table attempts add column patch_flags text; update schema_version set version = 5",
        [6] = $"alter table runs add column sequence integer not null default 0; {Sequences} update schema_version set version = 6",
    };

    /// <summary>
    /// Numbers the runs of older files. Attempts are numbered as they are added, so a run's first one tells its place, whatever its clock
    /// said; a run without any stands behind those that are dated before it.
    /// </summary>
    private const string Sequences =
        """
        with firsts as materialized (
            select run_id, started_at, (select min(id) from attempts where attempts.run_id = runs.run_id) as own from runs),
        placed as materialized (
            select run_id, row_number() over (order by coalesce(own, (select max(earlier.own) from firsts as earlier where earlier.started_at <= firsts.started_at), 0), own is null, started_at, run_id) as place from firsts)
        update runs set sequence = placed.place from placed where placed.run_id = runs.run_id;
        """;

    /// <summary>How long, in seconds, to wait for another process that writes.</summary>
    private const int BusyTimeout = 30;

    public static string ReaderConnection(string path) => Connection(path, SqliteOpenMode.ReadOnly, pooled: true);

    /// <summary>Opens the connection all writes go through; creates file and tables when missing.</summary>
    public static SqliteConnection OpenForWriting(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            connection = Open(Connection(path, SqliteOpenMode.ReadWriteCreate, pooled: false));

            // FULL flushes at every commit: a reply that was paid for outlives a power cut. NORMAL would not promise that.
            Execute(connection, "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
            Execute(connection, "begin immediate");
            if (IsEmpty(connection))
            {
                Execute(connection, $"{Schema()} insert into schema_version values ({Version})");
            }

            for (var next = CheckVersion(connection, path) + 1; next <= Version; next++)
            {
                Execute(connection, Upgrades[next]);
            }

            Execute(connection, "commit");
            return connection;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw SqliteFailure.Explain(e, path);
        }
        catch (RunStoreException)
        {
            connection?.Dispose();
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunStoreException($"The folder of {path} cannot be created: {e.Message}", e);
        }
    }

    /// <summary>Returns a connection string that reads the file, after having tried it.</summary>
    public static string CheckForReading(string path)
    {
        if (!File.Exists(path))
        {
            throw new RunStoreException($"There is no run store {path}; name its folder with --out or start with a run.");
        }

        try
        {
            return Checked(ReaderConnection(path), path);
        }
        catch (SqliteException e) when (SqliteFailure.IsUnwritable(e) && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 })
        {
            // Even readers keep a file of shared memory beside the store. Where none can be made nobody writes either: read the file as it
            // is.
            return Immutable(path);
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Explain(e, path);
        }
    }

    private static string Immutable(string path)
    {
        try
        {
            var address = new Uri(Path.GetFullPath(path)).AbsoluteUri;
            return Checked(Connection($"{address}?immutable=1", SqliteOpenMode.ReadOnly, pooled: true), path);
        }
        catch (SqliteException e)
        {
            throw SqliteFailure.Explain(e, path);
        }
    }

    private static string Checked(string connectionString, string path)
    {
        using var connection = Open(connectionString);
        if (CheckVersion(connection, path) < Version)
        {
            OpenForWriting(path).Dispose();
        }

        return connectionString;
    }

    private static bool IsEmpty(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master";
        return command.ExecuteScalar() is 0L;
    }

    /// <summary>Returns the file's version.</summary>
    private static long CheckVersion(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from sqlite_master where name = 'schema_version'";
        if (command.ExecuteScalar() is not 1L)
        {
            throw new RunStoreException($"{path} is not a run store; move it away or choose another folder with --out.");
        }

        command.CommandText = "select max(version) from schema_version";
        var found = command.ExecuteScalar() as long? ?? Version;
        return found <= Version
            ? found
            : throw new RunStoreException(
                $"{path} was written by a newer program (format {found}, this one reads {Version}); update the program or choose another "
                    + "folder with --out.");
    }

    private static string Connection(string path, SqliteOpenMode mode, bool pooled) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooled,
        DefaultTimeout = BusyTimeout,
    }.ToString();

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants and the embedded schema.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Schema()
    {
        using var stream = typeof(SqliteFile).Assembly.GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
