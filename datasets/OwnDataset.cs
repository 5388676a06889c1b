namespace Eval.Datasets;

/// <summary>Tasks in the project's own format, one JSON object a line.</summary>
/// <param name="name">The name under which results are reported.</param>
/// <param name="file">The file.</param>
public sealed class OwnDataset(string name, string file) : RecordDataset(name, file)
{
    /// <inheritdoc/>
    public override string Kind => "eval";

    private protected override string IdField => "id";

    private protected override FunctionTask Parse(DataRecord record) => OwnTaskReader.Read(record, Name);
}
