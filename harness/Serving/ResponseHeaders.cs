using System.Net.Http.Headers;
using Eval.Harness.Redaction;
using Eval.Results.Records;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Serving;

/// <summary>What of an endpoint's headers a client gets, and what this proxy adds.</summary>
internal static class ResponseHeaders
{
    public const string Model = "x-eval-model";
    public const string Path = "x-eval-path";

    /// <summary>What belongs to a connection, is made anew here, or is between the endpoint and this proxy alone.</summary>
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding",
            "Upgrade",
        "Content-Length", "Date", "Server", "Set-Cookie", "Alt-Svc", "Strict-Transport-Security", "Content-Encoding", "Location", "Refresh",
            "Link", "Clear-Site-Data",
    };

    /// <summary>Passes on what a client gets; a header in which a key stood stays here.</summary>
    public static void Copy(UpstreamReply reply, HttpResponse response)
    {
        Copy(reply.Headers, reply.Headers.Connection, response);
        Copy(reply.Content.Headers, reply.Headers.Connection, response);
    }

    /// <summary>Says whose answer it is, and who was asked in which order.</summary>
    public static void Add(PolicyPath path, HttpResponse response)
    {
        if (path.Calls.Count > 0)
        {
            response.Headers[Model] = Printable(path.Served ?? path.Calls[^1].Model);
            response.Headers[Path] = string.Join(", ", path.Calls.Select(call => Printable(call.Model)));
        }
    }

    private static void Copy(HttpHeaders headers, HttpHeaderValueCollection<string> ofConnection, HttpResponse response)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!Dropped.Contains(name) && !ofConnection.Contains(name, StringComparer.OrdinalIgnoreCase)
                && !name.StartsWith("x-eval-", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)
                && !values.Any(value => value.Contains(KeyGuard.Marker, StringComparison.Ordinal)))
            {
                var all = values.Select(Printable).ToArray();
                response.Headers[name] = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? all[0] : all;
            }
        }
    }

    private static string Printable(string text) => text.All(letter => letter is >= ' ' and <= '~') ? text : Uri.EscapeDataString(text);
}
