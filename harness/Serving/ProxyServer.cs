using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Harness.Hosting;
using Eval.Harness.Models;
using Eval.Harness.Redaction;
using Eval.Harness.Routing;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Serving;

/// <summary>An OpenAI-compatible endpoint whose models are a policy and those it asks.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private const string ModelPath = "/v1/models/";
    private const int DrawSeed = 20_240_229;
    private readonly ProxyOptions _options;
    private readonly KeyGuard _guard;
    private readonly List<HttpClient> _clients = [];
    private readonly Dictionary<string, Upstream> _upstreams = new(StringComparer.Ordinal);
    private readonly ChatHandler _chat;
    private readonly OrderedDictionary<string, object> _models = new(StringComparer.Ordinal);
    private LocalServer? _web;

    private ProxyServer(ProxyOptions options, KeyGuard guard, RequestLog log, TimeProvider time)
    {
        _options = options;
        _guard = guard;
        foreach (var endpoint in options.Policy.Asked.GroupBy(model => model.Source.Place))
        {
            var client = Client(endpoint.First().Endpoint.BaseUrl);
            foreach (var model in endpoint)
            {
                _upstreams[model.Name] = new Upstream(model, client, time);
            }
        }

        var services = options.Policy.Webhooks.Concat(options.Verifier is null ? [] : [options.Verifier]).Distinct()
            .ToDictionary(service => service, Client);
        var webhook = new WebhookVerifier(service => services[service], WebhookVerifier.DefaultTimeout);
        _chat = new ChatHandler(options, _upstreams, webhook, log, new Random(DrawSeed), time);
        (string Name, string Owner)[] models = [(ChatHandler.Auto, "policy"), (options.Policy.File.Name, "policy"),
            .. options.Policy.Asked.Select(model => (model.Name, model.Source.Name))];
        foreach (var (name, owner) in models)
        {
            _models.TryAdd(name, new { id = name, @object = "model", created = 0, owned_by = owner });
        }
    }

    /// <summary>Gets the address up to and with <c>/v1</c>.</summary>
    public Uri BaseUrl => new(_web!.Address + "/v1");

    public static async Task<ProxyServer> StartAsync(ProxyOptions options, KeyGuard guard, RequestLog log, TimeProvider time,
        CancellationToken ct)
    {
        var server = new ProxyServer(options, guard, log, time);
        try
        {
            server._web = await LocalServer.StartAsync(server.HandleAsync, new LocalServerOptions
            {
                Host = options.Host,
                Port = options.Port,
                MaxRequestBytes = options.MaxRequestBytes,
                ShutdownTimeout = options.ShutdownTimeout,
            }, ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Takes no new request and gives open answers a little time.</summary>
    public Task StopAsync(CancellationToken abort) => _web!.StopAsync(abort);

    public async ValueTask DisposeAsync()
    {
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }

        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private HttpClient Client(Uri address)
    {
        var client = HttpConnections.Create(address, _guard);
        _clients.Add(client);
        return client;
    }

    private Task HandleAsync(HttpContext context)
    {
        if (IsOfTwoLengths(context.Request))
        {
            context.Response.Headers.Connection = "close";
            return ProxyError.WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_request",
                "The request tells its length twice: send Content-Length or Transfer-Encoding, not both.");
        }

        var path = context.Request.Path.Value;
        if (path == "/healthz")
        {
            return context.Response.WriteAsync("ok");
        }

        if (Refusal(context.Request) is var (status, code, message))
        {
            return ProxyError.WriteAsync(context, status, code, message, "authentication_error");
        }

        return path switch
        {
            "/v1/chat/completions" when HttpMethods.IsPost(context.Request.Method) => _chat.HandleAsync(context),
            "/v1/models" when HttpMethods.IsGet(context.Request.Method) =>
                context.Response.WriteAsJsonAsync(new { @object = "list", data = _models.Values }),
            _ when path?.StartsWith(ModelPath, StringComparison.Ordinal) == true && HttpMethods.IsGet(context.Request.Method) =>
                ShowAsync(context, path[ModelPath.Length..]),
            "/v1/chat/completions" or "/v1/models" =>
                ProxyError.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed",
                "This path does not take this method."),
            _ => ProxyError.WriteAsync(context, StatusCodes.Status404NotFound, "not_found",
                "There are POST /v1/chat/completions, GET /v1/models, GET /v1/models/{id} and GET /healthz."),
        };
    }

    /// <summary>
    /// A gateway in front that believes the other length would take the rest for another request. Where both are sent the server moves the
    /// one to a header of its own.
    /// </summary>
    private static bool IsOfTwoLengths(HttpRequest request) => request.Headers.TransferEncoding.Count > 0
        && (request.ContentLength is not null || request.Headers.ContainsKey("Content-Length")
            || request.Headers.ContainsKey("X-Content-Length"));

    /// <summary>A name with a slash comes as it is, or escaped.</summary>
    private Task ShowAsync(HttpContext context, string id) =>
        _models.TryGetValue(id, out var model) || _models.TryGetValue(Uri.UnescapeDataString(id), out model)
            ? context.Response.WriteAsJsonAsync(model)
            : ProxyError.WriteAsync(context, StatusCodes.Status404NotFound, "model_not_found",
                $"There is no such model; there are {string.Join(", ", _models.Keys)}.");

    /// <summary>Returns why a request may not ask; null when it may.</summary>
    private (int Status, string Code, string Message)? Refusal(HttpRequest request)
    {
        if (_options.Token is { } token)
        {
            var sent = Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString());
            return CryptographicOperations.FixedTimeEquals(SHA256.HashData(sent),
                SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + token.Reveal())))
                ? null
                : (StatusCodes.Status401Unauthorized, "invalid_api_key",
                    "The token is missing or wrong: send it as Authorization: Bearer …");
        }

        // A web page whose name was made to lead here would be somebody else's.
        var host = request.Host.Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? null
            : (StatusCodes.Status403Forbidden, "forbidden_host",
                "Without a token only this machine may ask, by the name localhost or its address.");
    }
}
