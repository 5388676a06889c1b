using System.Net;
using System.Net.Http.Headers;

namespace Eval.Harness.Models;

/// <summary>
/// The JSON body of a request that knows whether it has been sent: from then on the endpoint may be at work, and bill it.
/// </summary>
internal sealed class RequestContent : HttpContent
{
    private readonly byte[] _json;

    public RequestContent(byte[] json)
    {
        _json = json;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    /// <summary>Whether all of it has been handed to the connection.</summary>
    public bool IsSent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_json, cancellationToken);
        IsSent = true;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
