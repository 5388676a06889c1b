namespace Eval.Datasets;

/// <summary>A source of tasks. Implementations stream: they never hold a whole file in memory.</summary>
public interface IDataset
{
    /// <summary>Gets the name under which results are reported.</summary>
    string Name { get; }

    /// <summary>Gets the SHA-256 of the bytes the tasks are read from, in hex.</summary>
    string Hash { get; }

    /// <summary>Gets the format the tasks are read from, for instance <c>human-eval</c>.</summary>
    string Kind => "unknown";

    /// <summary>
    /// Gets the tasks that reading left out with the reason; complete once <see cref="ReadAsync"/> has been read to its end.
    /// </summary>
    IReadOnlyList<SetAsideTask> SetAside => [];

    /// <summary>Reads the tasks in the order of the file.</summary>
    /// <exception cref="DatasetFormatException">A record is malformed; the message names file, line and field.</exception>
    IAsyncEnumerable<EvalTask> ReadAsync(CancellationToken ct);
}
