using System.Buffers;

namespace Eval.Datasets;

/// <summary>Takes a file's bytes piece by piece and gives the records that are complete.</summary>
internal sealed class RecordCutter
{
    private readonly string _file;
    private readonly int _maxBytes;
    private readonly bool _isArray;
    private readonly ArrayBufferWriter<byte> _record = new();
    private bool _isFirstPiece = true;
    private int _line = 1;
    private int _recordLine = 1;
    private int _depth;
    private bool _inString;
    private bool _isEscaped;
    private bool _isClosed;
    private bool _isBetween;

    /// <summary>Creates the cutter; the first piece of the file tells lines from an array.</summary>
    public RecordCutter(string file, int maxBytes, ReadOnlySpan<byte> firstPiece)
    {
        _file = file;
        _maxBytes = maxBytes;
        if (firstPiece is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
            throw new DatasetFormatException(file, 1, null, "is UTF-16; save it as UTF-8.");

        _isArray = WithoutMark(firstPiece).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
    }

    public void Add(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        if (_isFirstPiece)
            piece = WithoutMark(piece);

        _isFirstPiece = false;
        if (_isArray)
            AddToArray(piece, complete);
        else
            AddLines(piece, complete);
    }

    /// <summary>Returns the last record, where the file does not end with a line break.</summary>
    public RawRecord? End()
    {
        if (_isArray && !_isClosed)
            throw new DatasetFormatException(_file, _line, null, "the JSON array is not closed: the file is cut short.");

        return _isArray ? null : Complete();
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> piece) => piece is [0xef, 0xbb, 0xbf, ..] ? piece[3..] : piece;

    private void AddLines(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        while (piece.IndexOf((byte)'\n') is var end and >= 0)
        {
            Append(piece[..end]);
            if (Complete() is { } record)
                complete.Add(record);

            _recordLine = ++_line;
            piece = piece[(end + 1)..];
        }

        Append(piece);
    }

    private void AddToArray(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        var start = _depth >= 1 ? 0 : -1;
        for (var i = 0; i < piece.Length; i++)
        {
            var value = piece[i];
            if (value == '\n')
                _line++;

            if (_isClosed && !" \t\r\n"u8.Contains(value))
                throw new DatasetFormatException(_file, _line, null, "text follows the end of the JSON array; remove it.");

            // A record begins on the line of its first character, not on that of the comma before it.
            if (_isBetween && !" \t\r\n"u8.Contains(value))
            {
                _recordLine = _line;
                _isBetween = false;
            }

            if (_inString)
            {
                _inString = _isEscaped || value != '"';
                _isEscaped = !_isEscaped && value == '\\';
                continue;
            }

            switch (value)
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'[' or (byte)'{':
                    if (_depth++ == 0)
                    {
                        start = i + 1;
                        _isBetween = true;
                    }

                    break;
                case (byte)']' or (byte)'}' when --_depth == 0:
                case (byte)',' when _depth == 1:
                    Append(piece[start..i]);
                    start = i + 1;
                    if (Complete() is { } record)
                        complete.Add(record);

                    _isClosed = _depth == 0;
                    _isBetween = true;
                    break;
            }
        }

        if (_depth >= 1)
            Append(piece[start..]);
    }

    private void Append(ReadOnlySpan<byte> piece)
    {
        if (_record.WrittenCount + piece.Length > _maxBytes)
        {
            var problem = $"the record is longer than {_maxBytes / (1024 * 1024)} MB; write one task a line.";
            throw new DatasetFormatException(_file, _recordLine, null, problem);
        }

        _record.Write(piece);
    }

    private RawRecord? Complete()
    {
        var bytes = _record.WrittenSpan.Trim(" \t\r\n"u8).ToArray();
        _record.ResetWrittenCount();
        return bytes.Length == 0 ? null : new RawRecord(_recordLine, bytes);
    }
}
