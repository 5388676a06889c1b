using System.Buffers;
using System.Text.Json;

namespace Eval.Harness.Models;

/// <summary>Writes the body of a chat completion request.</summary>
internal static class ChatRequestBody
{
    /// <summary>What stands around the texts, as a rule.</summary>
    private const int FrameBytes = 512;

    /// <summary>Of code, about one character in eight becomes two.</summary>
    private const int EscapedShare = 8;

    public static byte[] Write(ModelSpec model, ModelRequest request, RequestForm form)
    {
        var buffer = new ArrayBufferWriter<byte>(FrameBytes
            + request.Messages.Sum(message => message.Content.Length + (message.Content.Length / EscapedShare)));
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("model", model.RequestedModel);
            writer.WriteStartArray("messages");
            foreach (var message in request.Messages)
            {
                writer.WriteStartObject();
                writer.WriteString("role", message.Role);
                writer.WriteString("content", message.Content);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (!form.OmitsStream)
            {
                writer.WriteBoolean("stream", true);
            }

            WriteOptions(writer, model, request, form);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOptions(Utf8JsonWriter writer, ModelSpec model, ModelRequest request, RequestForm form)
    {
        if (form is { OmitsStream: false, OmitsStreamOptions: false })
        {
            writer.WriteStartObject("stream_options");
            writer.WriteBoolean("include_usage", true);
            writer.WriteEndObject();
        }

        if (model.Parameters.Temperature is { } temperature && !form.OmitsTemperature)
        {
            writer.WriteNumber("temperature", temperature);
        }

        if (model.Parameters.TopP is { } topP && !form.OmitsTopP)
        {
            writer.WriteNumber("top_p", topP);
        }

        if (request.MaxOutputTokensOf(model) is { } maxTokens)
        {
            var name = form.UsesMaxCompletionTokens || model.Parameters.MaxCompletionTokens is not null
                ? "max_completion_tokens" : "max_tokens";
            writer.WriteNumber(name, Math.Min(maxTokens, form.MaxOutputTokens ?? maxTokens));
        }

        if (model.Parameters.SeedOf(request.Sample) is { } seed && !form.OmitsSeed)
        {
            writer.WriteNumber("seed", seed);
        }

        foreach (var (name, value) in model.Parameters.ExtraBody)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }
}
