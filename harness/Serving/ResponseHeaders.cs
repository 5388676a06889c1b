using System.Net.Http.Headers;
using Eval.Harness.Models;
using Eval.Reports.Records;
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
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Content-Length", "Date", "Server", "Set-Cookie", "Alt-Svc", "Strict-Transport-Security", "Content-Encoding", "Location", "Refresh", "Link", "Clear-Site-Data",
    };

    /// <param name="reply">The reply.</param>
    /// <param name="spec">The model that gave it: a key that its endpoint repeats stays here.</param>
    /// <param name="response">Where they go.</param>
    public static void Copy(UpstreamReply reply, ModelSpec spec, HttpResponse response)
    {
        Copy(reply.Headers, reply.Headers.Connection, spec, response);
        Copy(reply.ContentHeaders, reply.Headers.Connection, spec, response);
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

    private static void Copy(HttpHeaders headers, HttpHeaderValueCollection<string> ofConnection, ModelSpec spec, HttpResponse response)
    {
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!Dropped.Contains(name) && !ofConnection.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.StartsWith("x-eval-", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) && values.All(value => EndpointErrors.WithoutKey(spec, value) == value))
            {
                var all = values.Select(Printable).ToArray();
                response.Headers[name] = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? all[0] : all;
            }
        }
    }

    private static string Printable(string text) => text.All(letter => letter is >= ' ' and <= '~') ? text : Uri.EscapeDataString(text);
}
