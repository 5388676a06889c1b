namespace Eval.Datasets;

/// <summary>
/// lm-evaluation-harness logs a sample once for each filter; only those of the first count, else every answer would stand there twice.
/// </summary>
internal sealed class LmEvalFilter
{
    private string? _first;

    public bool Includes(DataRecord record)
    {
        var filter = record.OptionalText("filter") ?? "";
        _first ??= filter;
        return filter == _first;
    }
}
