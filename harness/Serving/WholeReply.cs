using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Eval.Harness.Serving;

/// <summary>Turns the reply of an endpoint that does not stream into what a client reads that asked for a stream.</summary>
internal static class WholeReply
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    /// <summary>Returns the reply as one event and the end of the stream; as it is where it holds no choices.</summary>
    public static ReadOnlyMemory<byte> ToEvents(ReadOnlyMemory<byte> reply)
    {
        using var json = JsonDocument.Parse(reply);
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array)
        {
            return reply;
        }

        var events = new ArrayBufferWriter<byte>(reply.Length + 64);
        events.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(events, Plain))
        {
            var root = Fields(json.RootElement);
            writer.WriteStartObject();
            writer.WriteString("object", "chat.completion.chunk");
            WriteFields(writer, root.Where(field => field.Key is not ("object" or "choices")));
            writer.WriteStartArray("choices");
            foreach (var choice in choices.EnumerateArray())
            {
                WriteChoice(writer, choice);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        events.Write("\n\ndata: [DONE]\n\n"u8);
        return events.WrittenMemory;
    }

    private static void WriteChoice(Utf8JsonWriter writer, JsonElement choice)
    {
        if (choice.ValueKind != JsonValueKind.Object
            || !choice.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object)
        {
            WriteRaw(writer, choice);
            return;
        }

        writer.WriteStartObject();
        WriteFields(writer, Fields(choice).Where(field => field.Key is not ("message" or "delta")));
        writer.WriteStartObject("delta");
        var fields = Fields(message);
        WriteFields(writer, fields.Where(field => field.Key != "tool_calls"));
        if (fields.TryGetValue("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var (index, call) in calls.EnumerateArray().Index())
            {
                WriteCall(writer, call, index);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>In a stream each call of a tool has its number.</summary>
    private static void WriteCall(Utf8JsonWriter writer, JsonElement call, int index)
    {
        if (call.ValueKind != JsonValueKind.Object)
        {
            WriteRaw(writer, call);
            return;
        }

        writer.WriteStartObject();
        if (!call.TryGetProperty("index", out _))
        {
            writer.WriteNumber("index", index);
        }

        WriteFields(writer, Fields(call));
        writer.WriteEndObject();
    }

    /// <summary>Of a name that stands there twice the last counts, as for most readers.</summary>
    private static Dictionary<string, JsonElement> Fields(JsonElement element)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in element.EnumerateObject())
        {
            fields[field.Name] = field.Value;
        }

        return fields;
    }

    private static void WriteFields(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, JsonElement>> fields)
    {
        foreach (var (name, value) in fields)
        {
            writer.WritePropertyName(name);
            WriteRaw(writer, value);
        }
    }

    /// <summary>As it came, but on the event's one line: in JSON a line end stands between two values and never within a text.</summary>
    private static void WriteRaw(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(value.GetRawText().Replace('\r', ' ').Replace('\n', ' '), skipInputValidation: true);
}
