using System.Net.Sockets;
using System.Text;
using Eval.Harness.Tests.Models;

namespace Eval.Harness.Tests.Redaction;

/// <summary>Every place of a response in which an endpoint can repeat something.</summary>
internal static class EndpointPlaces
{
    private const string Code = "```python\\ndef add(a, b): return a + b\\n```";

    public static IReadOnlyDictionary<string, Func<string, Func<NetworkStream, Task>>> All { get; } =
        new Dictionary<string, Func<string, Func<NetworkStream, Task>>>
    {
        ["content"] = text => Events(Delta($"\"content\":\"{Code} {text}\"")),
        ["reasoning"] = text => Events(Delta($"\"reasoning_content\":\"{text}\"") + Delta($"\"content\":\"{Code}\"")),
        ["model"] = text => Events(Delta($"\"content\":\"{Code}\"", model: text)),
        ["finish reason"] = text => Events(Delta($"\"content\":\"{Code}\"", finish: text)),
        ["usage"] = text =>
            Events(Delta($"\"content\":\"{Code}\"")
            + $"data: {{\"choices\":[],\"usage\":{{\"prompt_tokens\":1,\"completion_tokens\":1,\"note\":\"{text}\"}}}}\n\n"),
        ["comment"] = text => Events(": " + text + "\n\n" + Delta($"\"content\":\"{Code}\"")),
        ["event's name"] = text => Events($"event: {text}\nid: {text}\n" + Delta($"\"content\":\"{Code}\"")),
        ["tool call"] = text =>
            Events(Delta($"\"tool_calls\":[{{\"index\":0,\"id\":\"1\",\"type\":\"function\",\"function\":{{\"name\":\"f\",\"arguments\":\"{text}\"}}}}]")),
        ["pieces of one letter"] = text => Events(string.Concat(Pieces(text, 1).Select(piece => Delta($"\"content\":\"{piece}\"")))),
        ["pieces of seven letters"] = text => Events(string.Concat(Pieces(text, 7).Select(piece => Delta($"\"content\":\"{piece}\"")))),
        ["pieces of reasoning"] = text =>
            Events(string.Concat(Pieces(text, 5).Select(piece => Delta($"\"reasoning_content\":\"{piece}\"")))
            + Delta("\"content\":\"x\"")),
        ["pieces of a tool call"] = text => Events(string.Concat(Pieces(text, 3)
            .Select(piece => Delta($"\"tool_calls\":[{{\"index\":0,\"function\":{{\"arguments\":\"{piece}\"}}}}]")))),
        ["pieces of two choices"] = text =>
            Events(string.Concat(Pieces(text, 4)
            .Select(piece => Delta($"\"content\":\"{piece}\"") + Delta("\"content\":\"other\"", index: 1)))),
        ["error in the stream"] = text =>
            Events(Delta($"\"content\":\"{Code}\"")
            + $"data: {{\"error\":{{\"message\":\"no {text}\",\"code\":\"{text}\",\"type\":\"{text}\"}}}}\n\n"),
        ["error first"] = text => Events($"data: {{\"error\":{{\"message\":\"no {text}\",\"code\":\"{text}\"}}}}\n\n"),
        ["whole"] = text => ScriptedServer.Reply(200,
            $"{{\"model\":\"{text}\",\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{Code} "
            + $"{text}\"}},\"finish_reason\":\"stop\"}}]}}"),
        ["parts of a whole"] = text => ScriptedServer.Reply(200,
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":["
            + string.Join(',', Pieces(text, 6).Select(piece => $"{{\"type\":\"text\",\"text\":\"{piece}\"}}"))
            + "]},\"finish_reason\":\"stop\"}]}"),
        ["401"] = text => ScriptedServer.Reply(401,
            $"{{\"error\":{{\"message\":\"Incorrect key: {text}\",\"code\":\"{text}\",\"type\":\"{text}\"}}}}"),
        ["400"] = text => ScriptedServer.Reply(400, $"{{\"detail\":[{{\"msg\":\"{text}\"}}]}}"),
        ["500 as a page"] = text => ScriptedServer.Reply(500, $"<html><title>{text}</title>{text}", "text/html"),
        ["503 as a text"] = text => ScriptedServer.Reply(503, text, "text/plain", $"x-request-id: {text}\r\nRetry-After: 0\r\n"),
        ["page"] = text => ScriptedServer.Reply(200, $"<html><title>{text}</title>{text}", "text/html"),
        ["no json"] = text => ScriptedServer.Reply(200, "{\"x\": " + text),
        ["header"] = text => ScriptedServer.Reply(200,
            $"{{\"choices\":[{{\"index\":0,\"message\":{{\"content\":\"{Code}\"}},\"finish_reason\":\"stop\"}}]}}",
            headers: $"x-echo: {text}\r\nContent-Language: {text}\r\n"),
        ["header's name"] = text => ScriptedServer.Reply(200,
            $"{{\"choices\":[{{\"index\":0,\"message\":{{\"content\":\"{Code}\"}},\"finish_reason\":\"stop\"}}]}}",
            headers: $"{text}: x\r\n"),
        ["redirect"] = text => ScriptedServer.Reply(307, "", headers: $"Location: http://127.0.0.1:9/steal?k={text}\r\n"),
        ["redirect with a name"] = text => ScriptedServer.Reply(302, "", headers: $"Location: http://{text}:x@127.0.0.1:9/\r\n"),
        ["reason phrase"] = text => Raw($"HTTP/1.1 503 {text}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        ["broken status line"] = text => Raw($"HTTP/1.1 2xx {text}\r\n\r\n"),
        ["broken header"] = text => Raw($"HTTP/1.1 200 OK\r\n{text}\r\n\r\n"),
        ["broken chunk"] = text =>
            Raw($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{text}\r\n"),
    };

    private static Func<NetworkStream, Task> Events(string events) =>
        ScriptedServer.Stream("data: {\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n" + events
            + Delta("\"content\":\"\"", finish: "stop") + "data: [DONE]\n\n");

    private static string Delta(string delta, string model = "m", string? finish = null, int index = 0) =>
        $"data: {{\"id\":\"1\",\"model\":\"{model}\",\"choices\":[{{\"index\":{index},\"delta\":{{{delta}}},"
            + $"\"finish_reason\":{(finish is null ? "null" : $"\"{finish}\"")}}}]}}\n\n";

    /// <summary>Cuts a text, but not within an escape of JSON.</summary>
    private static IEnumerable<string> Pieces(string text, int chars)
    {
        var piece = new StringBuilder();
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var length = text[i] != '\\' ? 1 : text[i + 1] == 'u' ? 6 : 2;
            piece.Append(text, i, length);
            i += length - 1;
            if (++count % chars == 0)
            {
                yield return piece.ToString();
                piece.Clear();
            }
        }

        yield return piece.ToString();
    }

    private static Func<NetworkStream, Task> Raw(string text) => async stream =>
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
}
