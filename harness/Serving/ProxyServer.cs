using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eval.Harness.Models;
using Eval.Harness.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eval.Harness.Serving;

/// <summary>An OpenAI-compatible endpoint whose models are a policy and those it asks.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    private const int DrawSeed = 20_240_229;
    private const int MostHeaderBytes = 32 << 10;
    private readonly WebApplication _app;
    private readonly ProxyOptions _options;
    private readonly List<HttpClient> _clients = [];
    private readonly Dictionary<string, Upstream> _upstreams = new(StringComparer.Ordinal);
    private readonly ChatHandler _chat;
    private readonly byte[] _models;

    private ProxyServer(WebApplication app, ProxyOptions options, RequestLog log, TimeProvider time)
    {
        _app = app;
        _options = options;
        foreach (var endpoint in options.Policy.Asked.GroupBy(model => model.Provider.BaseUrl.AbsoluteUri))
        {
            var client = Client(endpoint.First().Provider.BaseUrl);
            foreach (var model in endpoint)
            {
                _upstreams[model.Name] = new Upstream(model, client, time);
            }
        }

        var services = options.Policy.Webhooks.Concat(options.Verifier is null ? [] : [options.Verifier]).Distinct().ToDictionary(service => service, Client);
        var webhook = new WebhookVerifier(service => services[service], WebhookVerifier.DefaultPatience);
        _chat = new ChatHandler(options, _upstreams, webhook, log, new Random(DrawSeed), time);
        _models = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @object = "list",
            data = options.Policy.Asked.Select(model => (model.Name, Owner: model.Provider.Name)).Prepend((options.Policy.Policy!.Name, Owner: "policy")).Select(model => new
            {
                id = model.Item1, @object = "model", created = 0, owned_by = model.Owner,
            }),
        });
    }

    /// <summary>Gets the address up to and with <c>/v1</c>.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    public static async Task<ProxyServer> StartAsync(ProxyOptions options, RequestLog log, TimeProvider time, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Host, options.Port);
            kestrel.Limits.MaxRequestBodySize = options.MostRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            kestrel.AddServerHeader = false;
        });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Farewell);
        var app = builder.Build();
        var server = new ProxyServer(app, options, log, time);
        app.Run(server.HandleAsync);
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.BaseUrl = new Uri(address + "/v1");
        return server;
    }

    /// <summary>Takes no new request and gives open answers a little time.</summary>
    public Task StopAsync(CancellationToken abort) => _app.StopAsync(abort);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private HttpClient Client(Uri address)
    {
        var client = HttpConnections.Create(address);
        _clients.Add(client);
        return client;
    }

    private Task HandleAsync(HttpContext context)
    {
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
            "/v1/models" when HttpMethods.IsGet(context.Request.Method) => ListAsync(context.Response),
            "/v1/chat/completions" or "/v1/models" => ProxyError.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "This path does not take this method."),
            _ => ProxyError.WriteAsync(context, StatusCodes.Status404NotFound, "not_found", "There are POST /v1/chat/completions, GET /v1/models and GET /healthz."),
        };
    }

    private Task ListAsync(HttpResponse response)
    {
        response.ContentType = "application/json";
        return response.Body.WriteAsync(_models).AsTask();
    }

    /// <summary>Returns why a request may not ask; null when it may.</summary>
    private (int Status, string Code, string Message)? Refusal(HttpRequest request)
    {
        if (_options.Token is { } token)
        {
            var sent = Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString());
            return CryptographicOperations.FixedTimeEquals(SHA256.HashData(sent), SHA256.HashData(Encoding.UTF8.GetBytes("Bearer " + token.Reveal())))
                ? null
                : (StatusCodes.Status401Unauthorized, "invalid_api_key", "The token is missing or wrong: send it as Authorization: Bearer …");
        }

        // A web page whose name was made to lead here would be somebody else's.
        var host = request.Host.Host.Trim('[', ']');
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? null
            : (StatusCodes.Status403Forbidden, "forbidden_host", "Without a token only this machine may ask, by the name localhost or its address.");
    }
}
