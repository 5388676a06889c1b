using System.Net;

namespace Eval.Harness.Redaction;

/// <summary>A response's content whose headers hold no key, and whose bytes hold none for whoever reads them.</summary>
internal sealed class GuardedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly KeyGuard _guard;
    private readonly string _endpoint;
    private int _removed;

    /// <param name="inner">The content.</param>
    /// <param name="guard">Knows the keys.</param>
    /// <param name="endpoint">Who sent it.</param>
    public GuardedContent(HttpContent inner, KeyGuard guard, string endpoint)
    {
        (_inner, _guard, _endpoint) = (inner, guard, endpoint);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            // A length that no longer holds would cut what is longer. Names of a content's headers are known ones.
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(name, values.Select(value => guard.Redact(value, endpoint)));
            }
        }
    }

    /// <summary>How many keys were taken out of the body so far.</summary>
    public int Removed => _removed;

    /// <summary>Knows the keys.</summary>
    public KeyGuard Guard => _guard;

    /// <summary>Returns a response's content, which came past the boundary to endpoints.</summary>
    public static GuardedContent From(HttpResponseMessage response) =>
        response.Content as GuardedContent ?? throw new InvalidOperationException("A response did not come past the guard of keys.");

    /// <summary>The bytes as they came, for whoever unpacks them first.</summary>
    public Task<Stream> PackedAsync(CancellationToken ct) => _inner.ReadAsStreamAsync(ct);

    /// <summary>Returns a text that was put together from the bytes without keys.</summary>
    public string WithoutKeys(string text)
    {
        var clean = _guard.Redact(text, _endpoint);
        _removed += ReferenceEquals(clean, text) ? 0 : 1;
        return clean;
    }

    /// <summary>Returns a stream of unpacked bytes without keys.</summary>
    public Stream WithoutKeys(Stream unpacked) => _guard.IsEmpty ? unpacked : new KeyFreeStream(unpacked, _guard, Count);

    protected override async Task<Stream> CreateContentReadStreamAsync() => WithoutKeys(await _inner.ReadAsStreamAsync());

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        WithoutKeys(await _inner.ReadAsStreamAsync(cancellationToken));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var bytes = await CreateContentReadStreamAsync();
        await bytes.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts keys that were found in what the bytes say.</summary>
    public void Count(int found)
    {
        _removed += found;
        _guard.Count(found, _endpoint);
    }
}
