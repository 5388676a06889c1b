namespace Eval.Datasets;

/// <summary>The bytes of one record and the line it begins on, counted from 1.</summary>
internal sealed record RawRecord(int Line, ReadOnlyMemory<byte> Bytes);
