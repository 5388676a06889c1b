using System.Text;
using Eval.Harness.Models;
using Eval.Results.Records;

namespace Eval.Harness.Serving;

/// <summary>Looks for events in the bytes of a stream, from where it left off.</summary>
/// <param name="hasContent">Whether content of the answer has come before.</param>
internal sealed class ReplyEvents(bool hasContent = false)
{
    private int _next;
    private int _searched;

    /// <summary>Whether what has come is a complete answer.</summary>
    public AnswerState State { get; } = new(hasContent);

    public Usage? Usage { get; private set; }

    /// <summary>Whether the last event lacks the empty line that ends it, without which strict clients would not see it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether pieces of an answer came, and not a whole one.</summary>
    public bool HasPieces { get; private set; }

    /// <summary>The visible text, where it is collected.</summary>
    public StringBuilder? Text { get; init; }

    /// <summary>Reads the lines that are whole.</summary>
    /// <param name="bytes">All bytes from the beginning.</param>
    /// <param name="isEnd">Whether a last line without its end counts too.</param>
    public void Read(ReadOnlySpan<byte> bytes, bool isEnd = false)
    {
        while (_next < bytes.Length)
        {
            // What was searched in vain is not searched again: a line may come in a thousand pieces.
            var from = Math.Max(_next, _searched);
            var end = bytes[from..].IndexOf((byte)'\n');
            if (end < 0 && !isEnd)
            {
                _searched = bytes.Length;
                return;
            }

            var line = end < 0 ? bytes[_next..] : bytes[_next..(from + end)];
            _next = end < 0 ? bytes.Length : from + end + 1;
            if (line.StartsWith("data:"u8))
            {
                Take(line["data:"u8.Length..].Trim(" \t\r"u8));
            }
            else if (line.Trim("\r"u8).IsEmpty)
            {
                IsOpen = false;
            }
        }
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        StreamEvent found;
        try
        {
            found = StreamEventParser.Parse(0, data);
        }
        catch (InvalidOperationException)
        {
            // Text that is no valid UTF-8: what it said nobody knows.
            found = new StreamEvent(0) { Error = new EndpointError { Message = "an event is no valid UTF-8" } };
        }

        IsOpen = !found.IsMalformed;
        Take(found);
    }

    /// <summary>Takes what one event said, or a value that stands in its place.</summary>
    public void Take(StreamEvent found)
    {
        HasPieces |= found.IsPiece;
        State.Take(found);
        Usage = UsageReader.Merge(Usage, found.Usage);
        Text?.Append(found.Text);
    }
}
