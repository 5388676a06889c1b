namespace Eval.Datasets;

/// <summary>The bytes of one record as JSON and the line it begins on, counted from 1.</summary>
/// <param name="Line">The line.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Key">The name under which it stands in a map of records; null elsewhere.</param>
internal sealed record RawRecord(int Line, ReadOnlyMemory<byte> Bytes, string? Key = null);
