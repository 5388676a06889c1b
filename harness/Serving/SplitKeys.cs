using System.Buffers;
using System.Text.Json;
using Eval.Harness.Redaction;

namespace Eval.Harness.Serving;

/// <summary>
/// Takes out keys whose pieces come in several texts of a reply, where a client puts them together again: in the events of a stream, or in
/// the parts of one content. An event waits only while so much of a key has come that what follows must be known first.
/// </summary>
/// <param name="guard">Knows the keys.</param>
internal sealed class SplitKeys(KeyGuard guard)
{
    private const int MaxTexts = 256;
    private const int MaxBufferedBytes = 1 << 20;
    private const int JsonDepth = 64;
    private static readonly int Index = Hash("index"u8);
    private readonly Dictionary<int, SplitText> _texts = [];
    private readonly List<(int Start, int End, bool IsMarked)> _cuts = [];
    private readonly int[] _paths = new int[JsonDepth + 2];
    private byte[] _bytes = new byte[4 << 10];
    private int _count;
    private int _line;

    /// <summary>How many keys were taken out.</summary>
    public int Removed { get; private set; }

    /// <summary>Returns a reply that is all there, events or JSON, without keys.</summary>
    public static ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> reply, bool isStream, GuardedContent content)
    {
        var keys = new SplitKeys(content.Guard);
        var clean = isStream ? keys.WholeEvents(reply) : keys.WholeJson(reply);
        content.Count(keys.Removed);
        return clean;
    }

    /// <summary>Takes the next bytes of a stream of events, and passes on the lines that may be.</summary>
    public void Take(ReadOnlySpan<byte> events, IBufferWriter<byte> clean)
    {
        if (guard.IsEmpty)
        {
            clean.Write(events);
            return;
        }

        var searched = _count;
        Append(events);
        while (_bytes.AsSpan(searched, _count - searched).IndexOf((byte)'\n') is >= 0 and var found)
        {
            searched += found + 1;
            var isEnd = ReadLine(_bytes.AsSpan(_line, searched - _line));
            _line = searched;
            if (isEnd)
            {
                Settle();
            }
        }

        if (_line > MaxBufferedBytes)
        {
            Settle();
        }

        if (!_texts.Values.Any(text => text.IsBuffered))
        {
            PassOn(_line, clean);
        }
    }

    /// <summary>Passes on what was held back, because nothing follows.</summary>
    public void End(IBufferWriter<byte> clean)
    {
        ReadLine(_bytes.AsSpan(_line, _count - _line));
        Settle();
        PassOn(_count, clean);
    }

    private ReadOnlyMemory<byte> WholeEvents(ReadOnlyMemory<byte> events)
    {
        var clean = new ArrayBufferWriter<byte>(events.Length);
        Take(events.Span, clean);
        End(clean);
        return clean.WrittenMemory;
    }

    private ReadOnlyMemory<byte> WholeJson(ReadOnlyMemory<byte> json)
    {
        if (guard.IsEmpty)
        {
            return json;
        }

        Append(json.Span);
        ReadJson(0, json.Span);
        Settle();
        if (_cuts.Count == 0)
        {
            return json;
        }

        var clean = new ArrayBufferWriter<byte>(json.Length);
        PassOn(_count, clean);
        return clean.WrittenMemory;
    }

    /// <summary>Returns whether the line ends the stream.</summary>
    private bool ReadLine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("data:"u8))
        {
            return false;
        }

        var data = line["data:"u8.Length..].TrimStart((byte)' ');
        if (data.StartsWith("[DONE]"u8))
        {
            return true;
        }

        ReadJson(_line + line.Length - data.Length, data);
        return false;
    }

    /// <summary>Follows each text of an event by the names that lead to it, and by the number of its choice.</summary>
    private void ReadJson(int offset, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonDepth, AllowMultipleValues = true });
        var name = 0;
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = Hash(reader.ValueSpan);
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        _paths[reader.CurrentDepth + 1] = HashCode.Combine(_paths[reader.CurrentDepth], name);
                        name = 0;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        name = 0;
                        break;
                    case JsonTokenType.Number when name == Index:
                        _paths[reader.CurrentDepth] = HashCode.Combine(_paths[reader.CurrentDepth], Hash(reader.ValueSpan));
                        break;
                    case JsonTokenType.String:
                        var path = HashCode.Combine(_paths[reader.CurrentDepth], name);
                        TakeText(path, reader.ValueSpan, offset + (int)reader.TokenStartIndex + 1);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What no client can read either is nothing that it puts together.
        }
    }

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private void TakeText(int path, ReadOnlySpan<byte> text, int offset)
    {
        if (!_texts.TryGetValue(path, out var known))
        {
            if (_texts.Count == MaxTexts)
            {
                return;
            }

            _texts[path] = known = new SplitText(guard);
        }

        Removed += known.Take(text, offset, _cuts);
    }

    /// <summary>Decides about all that may go on, because it does not.</summary>
    private void Settle()
    {
        foreach (var text in _texts.Values)
        {
            Removed += text.End(_cuts);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_count + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_count + bytes.Length, 2 * _bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    private void PassOn(int end, IBufferWriter<byte> clean)
    {
        var done = 0;
        _cuts.Sort();
        foreach (var (start, cutEnd, isMarked) in _cuts)
        {
            clean.Write(_bytes.AsSpan(done, start - done));
            clean.Write(isMarked ? KeyGuard.MarkerBytes : []);
            done = cutEnd;
        }

        clean.Write(_bytes.AsSpan(done, end - done));
        _cuts.Clear();
        _bytes.AsSpan(end, _count - end).CopyTo(_bytes);
        (_count, _line) = (_count - end, 0);
        foreach (var text in _texts.Values)
        {
            text.PassedOn();
        }
    }
}
