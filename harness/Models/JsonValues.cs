using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>
/// The JSON values of a body that is no stream of events: one reply, or its pieces one after the other without the frame of events.
/// </summary>
internal static class JsonValues
{
    /// <summary>Returns the values as they stand there; what some append to them that is none ends them.</summary>
    /// <exception cref="JsonException">It begins with no JSON.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body)
    {
        var values = new List<ReadOnlyMemory<byte>>();
        for (var rest = Trimmed(body); rest.Length > 0 && (values.Count == 0 || rest.Span[0] == (byte)'{'); rest = Trimmed(rest))
        {
            var reader = new Utf8JsonReader(rest.Span, new JsonReaderOptions { AllowMultipleValues = true });
            reader.Read();
            reader.Skip();
            values.Add(rest[..(int)reader.BytesConsumed]);
            rest = rest[(int)reader.BytesConsumed..];
        }

        return values;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> body) =>
        body[(body.Length - body.Span.TrimStart(" \t\r\n"u8).Length)..];
}
