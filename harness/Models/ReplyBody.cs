using System.IO.Compression;
using Eval.Harness.Redaction;

namespace Eval.Harness.Models;

/// <summary>
/// The body of a reply, decoded, with what it is. The first bytes decide, because labels lie: caches compress for clients that did not ask
/// for it, gateways call a stream JSON and JSON a stream.
/// </summary>
internal sealed class ReplyBody : IAsyncDisposable
{
    /// <summary>What is packed more often hides something.</summary>
    private const int MaxCodings = 3;

    private const int Enough = PeekedStream.Enough;

    private ReplyBody(Stream content, ReplyKind kind, string? coding) => (Content, Kind, Coding) = (content, kind, coding);

    /// <summary>The bytes, decoded and without keys.</summary>
    public Stream Content { get; }

    public ReplyKind Kind { get; }

    /// <summary>What the label says of the coding where it could not be undone.</summary>
    public string? Coding { get; }

    /// <param name="response">The response.</param>
    /// <param name="alive">Told whenever bytes arrive.</param>
    /// <param name="ct">Ends waiting for the first bytes.</param>
    public static async Task<ReplyBody> OpenAsync(HttpResponseMessage response, Action alive, CancellationToken ct)
    {
        var labels = new Stack<string>(response.Content.Headers.ContentEncoding
            .Where(label => !label.Equals("identity", StringComparison.OrdinalIgnoreCase)));
        var guarded = GuardedContent.From(response);
        var content = await PeekedStream.OpenAsync(new BoundedBody(await guarded.PackedAsync(ct), alive), ct);
        for (var codings = 0; codings < MaxCodings
            && Decoder(content.Start, labels.TryPeek(out var label) ? label : null) is { } decode; codings++)
        {
            labels.TryPop(out _);
            content = await PeekedStream.OpenAsync(new BoundedBody(decode(content)), ct);
        }

        // Of a few bytes nobody can say that they are packed: they are what is left of a reply that was cut.
        var isCoded = content.Start.Length >= Enough && !IsText(content.Start);
        var coding = isCoded && labels.TryPeek(out var left) ? left : null;
        return new ReplyBody(guarded.WithoutKeys(content), KindOf(content.Start, coding), coding);
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static Func<Stream, Stream>? Decoder(ReadOnlySpan<byte> start, string? label)
    {
        if (start.Length < 2 || IsText(start))
        {
            return null;
        }

        return start switch
        {
            [0x1f, 0x8b, ..] => static coded => new GZipStream(coded, CompressionMode.Decompress),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => static coded => new ZstdSharp.DecompressionStream(coded),
            _ => label?.ToLowerInvariant() switch
            {
                "br" => static coded => new BrotliStream(coded, CompressionMode.Decompress),
                "deflate" when !IsZlib(start) => static coded => new DeflateStream(coded, CompressionMode.Decompress),
                null or "deflate" when IsZlib(start) => static coded => new ZLibStream(coded, CompressionMode.Decompress),
                _ => null,
            },
        };
    }

    /// <summary>A deflate stream has a head of its own, which some servers leave out.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> start) => (start[0] & 0x0f) == 8 && ((start[0] << 8) | start[1]) % 31 == 0;

    /// <summary>Whether it begins as events, JSON or a page do; packed bytes may all be letters too.</summary>
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        var text = Text(start);
        text = text[..Math.Min(Enough, text.Length)];
        return text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0
            && (text is [(byte)'{' or (byte)'[' or (byte)'<' or (byte)':', ..]
                || text.StartsWith("data"u8) || text.StartsWith("even"u8) || text.StartsWith("id:"u8) || text.StartsWith("retr"u8));
    }

    private static ReplyKind KindOf(ReadOnlySpan<byte> start, string? coding) => Text(start) switch
    {
        [] => ReplyKind.Empty,
        _ when coding is not null => ReplyKind.Coded,
        [(byte)'{', ..] or [(byte)'[', ..] => ReplyKind.Json,
        [(byte)'<', ..] => ReplyKind.WebPage,
        _ => ReplyKind.Events,
    };

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> start) => start.TrimStart(" \t\r\n"u8);
}
