using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>A model that does one thing, and the log of who was asked.</summary>
internal sealed class FakeChatClient(string name, string behaviour, List<string> asked, List<ChatOptions?> options) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? given = null,
        CancellationToken cancellationToken = default)
    {
        await BeginAsync(given, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, $"answer of {name}")) { FinishReason = ChatFinishReason.Stop };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? given = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await BeginAsync(given, cancellationToken);
        yield return new ChatResponseUpdate(ChatRole.Assistant, "");
        if (behaviour == "empty")
        {
            yield break;
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, "answer of ");
        if (behaviour == "midfail")
        {
            throw new IOException("The connection broke.");
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, name) { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private async Task BeginAsync(ChatOptions? given, CancellationToken cancellationToken)
    {
        lock (asked)
        {
            asked.Add(name);
            options.Add(given);
        }

        await Task.Yield();
        if (behaviour == "hang")
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        if (behaviour == "drop")
        {
            throw new HttpRequestException("The connection was refused.");
        }

        if (int.TryParse(behaviour, out var status))
        {
            throw new HttpRequestException("no", null, (HttpStatusCode)status);
        }
    }
}
