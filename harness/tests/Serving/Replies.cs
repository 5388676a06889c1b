using System.Net.Sockets;
using System.Text;
using Eval.Harness.Tests.Models;

namespace Eval.Harness.Tests.Serving;

/// <summary>What endpoints send, byte for byte.</summary>
internal static class Replies
{
    public const string Role =
        "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";
    public const string End = Usage + "data: [DONE]\n\n";
    private const string Usage =
        "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}\n\n";

    public static string Word(string text) =>
        $"data: {{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}]}}\n\n";

    public static string WholeStream(string text) => Role + Word(text) + End;

    public static string Json(string text) =>
        $"{{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{text}\"}},\"finish_reason\":\"stop\"}}],"
        + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";

    /// <summary>Answers once, as a stream or whole.</summary>
    public static Func<NetworkStream, Task> Answer(string text, bool isStream) =>
        isStream ? ScriptedServer.Stream(WholeStream(text)) : ScriptedServer.Reply(200, Json(text));

    public static (int AfterMs, byte[]? Bytes) Piece(string text, int afterMs = 0) => (afterMs, Encoding.UTF8.GetBytes(text));

    public static Func<NetworkStream, Task> After(int ms, Func<NetworkStream, Task> answer) => async stream =>
    {
        await Task.Delay(ms);
        await answer(stream);
    };

    /// <summary>Says nothing and waits until the other side closes.</summary>
    public static async Task UntilGoneAsync(NetworkStream stream, TaskCompletionSource gone)
    {
        try
        {
            await stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Gone too.
        }

        gone.TrySetResult();
    }

    /// <summary>Closes the connection without a word.</summary>
    public static Task Nothing(NetworkStream stream) => Task.CompletedTask;
}
