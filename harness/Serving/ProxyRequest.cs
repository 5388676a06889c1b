using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Eval.Harness.Serving;

/// <summary>
/// A chat completion request as it came. Its bytes are kept: all that is changed of them is the name of the model, and parameters of the
/// model are added that the caller does not give, so that tools, images and fields that nobody here knows reach the endpoint untouched.
/// </summary>
internal sealed class ProxyRequest
{
    /// <summary>Deeper than any schema of a tool.</summary>
    private const int DeepestNesting = 128;

    private const int MaxMetadata = 64;
    private const int RoomForField = 64;
    private const string MaxTokens = "max_tokens";
    private const string MaxCompletionTokens = "max_completion_tokens";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly FieldNames _names = new();
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private int _modelStart = -1;
    private int _modelEnd;
    private int _end;
    private bool _hasMessages;

    private ProxyRequest(ReadOnlyMemory<byte> body) => _body = body;

    public ReadOnlyMemory<byte> Body => _body;

    public string Model { get; private set; } = "";

    public bool IsStream { get; private set; }

    /// <summary>
    /// The letters of all texts in the messages, with a blank line between messages, as a run stores prompts and so measures them.
    /// </summary>
    public long PromptCharacters { get; private set; }

    /// <summary>The texts and numbers of the body's <c>metadata</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <exception cref="FormatException">It is no such request; the message says what to fix and repeats nothing of it.</exception>
    public static ProxyRequest Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw new FormatException("The request's body is not valid UTF-8.");
        }

        var request = new ProxyRequest(body);
        try
        {
            request.Read();
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"The request's body cannot be read as JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).");
        }

        return request._modelStart < 0 ? throw new FormatException("The request names no model: write \"model\": \"auto\".")
            : !request._hasMessages
            ? throw new FormatException("The request has no messages: write \"messages\": [{\"role\": \"user\", \"content\": …}].")
            : request;
    }

    /// <summary>
    /// Returns the body with another model's name, and with the model's parameters where the caller gives none of his own.
    /// </summary>
    /// <param name="model">The name that the endpoint knows.</param>
    /// <param name="defaults">What the model was measured with.</param>
    public byte[] For(string model, IReadOnlyDictionary<string, JsonElement> defaults)
    {
        var name = JsonEncodedText.Encode(model).EncodedUtf8Bytes;
        var body = _body.Span;
        var changed = new ArrayBufferWriter<byte>(body.Length + name.Length + (defaults.Count * RoomForField));
        changed.Write(body[.._modelStart]);
        changed.Write(name);
        changed.Write(body[_modelEnd.._end]);
        foreach (var (field, value) in defaults)
        {
            if (!IsGiven(field))
            {
                changed.Write(","u8);
                changed.Write(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, JsonElement> { [field] = value }).AsSpan()[1..^1]);
            }
        }

        changed.Write(body[_end..]);
        return changed.WrittenSpan.ToArray();
    }

    /// <summary>Whether the caller gives a parameter himself; a limit has two names.</summary>
    private bool IsGiven(string field) => _names.Contains(field)
        || (field is MaxTokens or MaxCompletionTokens && (_names.Contains(MaxTokens) || _names.Contains(MaxCompletionTokens)));

    /// <summary>Returns the text that the user wrote last; empty where there is none.</summary>
    public string LastUserText() => Texts(role => role.ValueKind == JsonValueKind.String && role.ValueEquals("user")).LastOrDefault() ?? "";

    /// <summary>Returns the texts of all messages, with a blank line between them as a run stores them.</summary>
    public string PromptText() => string.Join("\n\n", Texts(_ => true));

    private List<string> Texts(Predicate<JsonElement> isWanted)
    {
        using var json = JsonDocument.Parse(_body, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        return [.. json.RootElement.GetProperty("messages").EnumerateArray()
            .Where(message => message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var role) && isWanted(role)
                && message.TryGetProperty("content", out _))
            .Select(message => TextOf(message.GetProperty("content")))];
    }

    private static string TextOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => Models.JsonText.From(content),
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray()
            .Where(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text)
                && text.ValueKind == JsonValueKind.String)
            .Select(part => Models.JsonText.From(part.GetProperty("text")))),
        _ => "",
    };

    private void Read()
    {
        var reader = new Utf8JsonReader(_body.Span, new JsonReaderOptions { MaxDepth = DeepestNesting });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("The request's body is JSON, but no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _names.Take(ref reader);
            if (reader.ValueTextEquals("model"u8))
            {
                ReadModel(ref reader);
            }
            else if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                IsStream = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("messages"u8))
            {
                ReadMessages(ref reader);
            }
            else if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        _end = (int)reader.TokenStartIndex;

        // Nothing may follow.
        reader.Read();
    }

    private void ReadModel(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length == 0)
        {
            throw new FormatException("The request's \"model\" is no text.");
        }

        try
        {
            Model = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("The request's \"model\" is no valid text.");
        }

        _modelStart = (int)reader.TokenStartIndex + 1;
        _modelEnd = _modelStart + reader.ValueSpan.Length;
    }

    private void ReadMessages(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new FormatException("The request's \"messages\" is no list.");
        }

        var depth = reader.CurrentDepth;
        var isText = false;
        var messages = 0;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            _hasMessages = true;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                isText = reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("text"u8);
            }
            else if (reader.TokenType == JsonTokenType.String && isText)
            {
                PromptCharacters += CountChars(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == depth + 1 && messages++ > 0)
            {
                PromptCharacters += 2;
            }
        }
    }

    /// <summary>Some clients escape every letter beyond ASCII, others none: the same prompt has the same length.</summary>
    private static int CountChars(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetCharCount(reader.ValueSpan);
        }

        var buffer = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return reader.CopyString(buffer);
        }
        catch (InvalidOperationException)
        {
            // Half a character, which no text can hold.
            return Encoding.UTF8.GetCharCount(reader.ValueSpan);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            try
            {
                var name = reader.GetString()!;
                reader.Read();
                if (_metadata.Count < MaxMetadata && reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                {
                    _metadata[name] = reader.TokenType == JsonTokenType.String
                        ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
                }
            }
            catch (InvalidOperationException)
            {
                // A text with half a character in it decides nothing.
            }

            reader.Skip();
        }
    }
}
