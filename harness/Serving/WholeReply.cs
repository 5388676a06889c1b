using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Eval.Harness.Serving;

/// <summary>Turns the reply of an endpoint that does not stream into what a client reads that asked for a stream.</summary>
internal static class WholeReply
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the reply as one event and the end of the stream; as it is where it holds no choices.</summary>
    public static ReadOnlyMemory<byte> ToEvents(ReadOnlyMemory<byte> reply)
    {
        if (JsonNode.Parse(reply.Span) is not JsonObject root || root["choices"] is not JsonArray choices)
        {
            return reply;
        }

        root["object"] = "chat.completion.chunk";
        foreach (var choice in choices.OfType<JsonObject>())
        {
            if (choice["message"] is not JsonObject message)
            {
                continue;
            }

            choice.Remove("message");
            var calls = (message["tool_calls"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
            for (var index = 0; index < calls.Count; index++)
            {
                calls[index]["index"] ??= index;
            }

            choice["delta"] = message;
        }

        return Encoding.UTF8.GetBytes($"data: {root.ToJsonString(Plain)}\n\ndata: [DONE]\n\n");
    }
}
