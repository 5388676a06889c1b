using System.Buffers;

namespace Eval.Datasets;

/// <summary>Takes a JSON file's bytes piece by piece and gives the records that are complete.</summary>
internal sealed class RecordCutter
{
    private const string Blanks = " \t\r\n";

    private readonly string _file;
    private readonly int _maxBytes;
    private readonly ArrayBufferWriter<byte> _record = new();
    private Form _form;
    private JsonNesting _nesting;
    private bool _isFirstPiece = true;
    private int _line = 1;
    private int _recordLine = 1;
    private bool _isClosed;
    private bool _isBetween;

    /// <summary>
    /// Creates the cutter; the first piece of the file tells an array, the first line of a text whether objects go over several lines.
    /// </summary>
    public RecordCutter(string file, int maxBytes, ReadOnlySpan<byte> firstPiece)
    {
        _file = file;
        _maxBytes = maxBytes;
        if (firstPiece is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            throw new DatasetFormatException(file, 1, null, "is UTF-16; save it as UTF-8.");
        }

        _form = WithoutMark(firstPiece).TrimStart(" \t\r\n"u8) is [(byte)'[', ..] ? Form.Array : Form.Undecided;
    }

    private enum Form
    {
        /// <summary>The first line has not ended yet.</summary>
        Undecided,
        Lines,

        /// <summary>Objects one after another, each over as many lines as it likes.</summary>
        Objects,
        Array,
    }

    public void Add(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        if (_isFirstPiece)
        {
            piece = WithoutMark(piece);
        }

        _isFirstPiece = false;
        if (_form == Form.Undecided)
        {
            piece = Decide(piece);
        }

        switch (_form)
        {
            case Form.Array:
                AddToArray(piece, complete);
                break;
            case Form.Objects:
                AddObjects(piece, complete);
                break;
            case Form.Lines:
                AddLines(piece, complete);
                break;
        }
    }

    /// <summary>Returns the last record, where the file does not end with a line break.</summary>
    public RawRecord? End()
    {
        if (_form == Form.Array && !_isClosed)
        {
            throw new DatasetFormatException(_file, _line, null, "the JSON array is not closed: the file is cut short.");
        }

        if (_form == Form.Objects && _nesting.Depth > 0)
        {
            throw new DatasetFormatException(
                _file, _recordLine, null, "the JSON object that begins here is not closed: the file is cut short, or a line of it is.");
        }

        return _form is Form.Lines or Form.Undecided ? Complete() : null;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> piece) => piece is [0xef, 0xbb, 0xbf, ..] ? piece[3..] : piece;

    private static bool IsBlank(byte value) => Blanks.Contains((char)value, StringComparison.Ordinal);

    /// <summary>Reads on until the first line ends, and returns what is left: an object still open there goes over several lines.</summary>
    private ReadOnlySpan<byte> Decide(ReadOnlySpan<byte> piece)
    {
        while (_form == Form.Undecided)
        {
            var end = piece.IndexOf((byte)'\n');
            var line = end < 0 ? piece : piece[..end];
            foreach (var value in line)
            {
                _nesting.Add(value);
            }

            Append(line);
            if (end < 0)
            {
                return [];
            }

            if (_record.WrittenSpan.Trim(" \t\r"u8).IsEmpty)
            {
                _record.ResetWrittenCount();
                _recordLine = ++_line;
                piece = piece[(end + 1)..];
                continue;
            }

            _form = _nesting is { Depth: > 0, InString: false } ? Form.Objects : Form.Lines;
            piece = piece[end..];
        }

        return piece;
    }

    private void AddLines(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        while (piece.IndexOf((byte)'\n') is var end and >= 0)
        {
            Append(piece[..end]);
            if (Complete() is { } record)
            {
                complete.Add(record);
            }

            _recordLine = ++_line;
            piece = piece[(end + 1)..];
        }

        Append(piece);
    }

    private void AddObjects(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        var start = 0;
        for (var i = 0; i < piece.Length; i++)
        {
            var value = piece[i];
            if (value == '\n')
            {
                if (_nesting.InString)
                {
                    throw new DatasetFormatException(_file, _line, null, "is not valid JSON: a text is not closed at the end of the line.");
                }

                _line++;
            }

            if (_nesting.Depth == 0)
            {
                if (IsBlank(value) || value == ',')
                {
                    continue;
                }

                if (value != '{')
                {
                    throw new DatasetFormatException(
                        _file, _line, null, "something other than a JSON object stands between the objects; remove it.");
                }

                (start, _recordLine) = (i, _line);
            }

            _nesting.Add(value);
            if (_nesting.Depth == 0)
            {
                Append(piece[start..(i + 1)]);
                complete.Add(Complete()!);
            }
        }

        if (_nesting.Depth > 0)
        {
            Append(piece[start..]);
        }
    }

    private void AddToArray(ReadOnlySpan<byte> piece, List<RawRecord> complete)
    {
        var start = _nesting.Depth >= 1 ? 0 : -1;
        for (var i = 0; i < piece.Length; i++)
        {
            var value = piece[i];
            if (value == '\n')
            {
                _line++;
            }

            if (_isClosed && !IsBlank(value))
            {
                throw new DatasetFormatException(_file, _line, null, "text follows the end of the JSON array; remove it.");
            }

            // A record begins on the line of its first character, not on that of the comma before it.
            if (_isBetween && !IsBlank(value))
            {
                (_recordLine, _isBetween) = (_line, false);
            }

            var (depth, wasInString) = (_nesting.Depth, _nesting.InString);
            _nesting.Add(value);
            if (depth == 0 && _nesting.Depth == 1)
            {
                start = i + 1;
                _isBetween = true;
            }
            else if (depth == 1 && !wasInString && (_nesting.Depth == 0 || value == ','))
            {
                Append(piece[start..i]);
                start = i + 1;
                if (Complete() is { } record)
                {
                    complete.Add(record);
                }

                _isClosed = _nesting.Depth == 0;
                _isBetween = true;
            }
        }

        if (_nesting.Depth >= 1)
        {
            Append(piece[start..]);
        }
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
