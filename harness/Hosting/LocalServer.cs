using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eval.Harness.Hosting;

/// <summary>A web server in this process, set up in the only place that does so: nothing but HTTP/1.1, no routes, no logs.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalServer(WebApplication app) => _app = app;

    /// <summary>Gets the address it listens at, without a path and without a slash at the end.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Starts a server.</summary>
    /// <param name="handle">Answers each request.</param>
    /// <param name="options">Where it listens and what it takes. Default: a free port of loopback.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LocalServer> StartAsync(RequestDelegate handle, LocalServerOptions? options = null,
        CancellationToken ct = default)
    {
        options ??= new LocalServerOptions();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Host, options.Port);
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
            kestrel.AddServerHeader = false;
        });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        var app = builder.Build();
        app.Run(handle);
        try
        {
            await app.StartAsync(ct);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new LocalServer(app);
    }

    /// <summary>Returns once the process is told to end.</summary>
    public Task WaitAsync() => _app.WaitForShutdownAsync();

    /// <summary>Takes no new request and gives open answers a little time.</summary>
    public Task StopAsync(CancellationToken abort) => _app.StopAsync(abort);

    /// <summary>Ends it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
