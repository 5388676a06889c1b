using System.Text;
using Eval.Harness.Models;
using Eval.Reports.Records;

namespace Eval.Harness.Serving;

/// <summary>Looks for events in the bytes of a stream, from where it left off.</summary>
internal sealed class ReplyEvents
{
    private int _next;

    /// <summary>Whether something of the answer has come: text, reasoning, a call of a tool, or its end.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the endpoint said that the answer ends here.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The message of an error inside the stream.</summary>
    public string? Error { get; private set; }

    public Usage? Usage { get; private set; }

    public string? FinishReason { get; private set; }

    /// <summary>The visible text, where it is collected.</summary>
    public StringBuilder? Text { get; init; }

    /// <summary>Reads the lines that are whole.</summary>
    /// <param name="bytes">All bytes from the beginning.</param>
    /// <param name="isEnd">Whether a last line without its end counts too.</param>
    public void Read(ReadOnlySpan<byte> bytes, bool isEnd = false)
    {
        while (_next < bytes.Length)
        {
            var rest = bytes[_next..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 && !isEnd)
            {
                return;
            }

            var line = end < 0 ? rest : rest[..end];
            _next += end < 0 ? rest.Length : end + 1;
            if (line.StartsWith("data:"u8))
            {
                Take(StreamEventParser.Parse(0, line["data:"u8.Length..].Trim(" \t\r"u8)));
            }
        }
    }

    private void Take(StreamEvent found)
    {
        IsComplete |= found.IsDone || found.FinishReason is not null;
        Error ??= found.Error;
        Usage = found.Usage ?? Usage;
        FinishReason = found.FinishReason ?? FinishReason;
        HasBegun |= IsComplete || found.HasToolCall || !string.IsNullOrEmpty(found.Text) || !string.IsNullOrEmpty(found.Reasoning);
        Text?.Append(found.Text);
    }
}
