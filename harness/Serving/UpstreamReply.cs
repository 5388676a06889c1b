using System.Net.Http.Headers;
using Eval.Harness.Redaction;
using Eval.Results.Records;

namespace Eval.Harness.Serving;

/// <summary>What an endpoint answered: all of it, or its beginning and the stream that the rest comes from.</summary>
/// <param name="response">The response.</param>
/// <param name="limit">Ends the call.</param>
internal sealed class UpstreamReply(HttpResponseMessage response, CancellationTokenSource limit) : IDisposable
{
    public required string Model { get; init; }

    public HttpResponseHeaders Headers => response.Headers;

    /// <summary>The content, whose headers and bytes hold no key.</summary>
    public GuardedContent Content => GuardedContent.From(response);

    /// <summary>The bytes that have come.</summary>
    public required ReadOnlyMemory<byte> Beginning { get; init; }

    /// <summary>Where the rest comes from; null when all is there.</summary>
    public Stream? Rest { get; init; }

    /// <summary>Ends when the endpoint has been silent for too long, or the client has gone.</summary>
    public CancellationToken Token => limit.Token;

    /// <summary>When the call was sent, as a timestamp.</summary>
    public required long SentAt { get; init; }

    public bool IsStream { get; init; }

    /// <summary>The visible text of a reply that is all there.</summary>
    public string Text { get; init; } = "";

    public string? FinishReason { get; init; }

    public Usage? Usage { get; init; }

    public void Dispose()
    {
        response.Dispose();
        limit.Dispose();
    }
}
