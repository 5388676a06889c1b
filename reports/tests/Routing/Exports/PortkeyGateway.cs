using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>The tests that share one gateway, and so run one after the other.</summary>
[CollectionDefinition("gateway")]
public sealed class GatewayDefinition : ICollectionFixture<PortkeyGateway>;

/// <summary>The real gateway on loopback, installed once from the lock file beside this one, and the endpoints that it asks.</summary>
public sealed class PortkeyGateway : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private StubEndpoint? _stub;
    private Process? _process;
    private string? _address;
    private string _missing = "";

    /// <summary>Gets the endpoints; a test without a gateway ends here.</summary>
    internal StubEndpoint Stub
    {
        get
        {
            Require.That(_address is not null, _missing);
            return _stub!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "node")))
            || !Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "npm"))))
        {
            _missing = "needs node and npm on the path";
            return;
        }

        if (await InstallAsync() is not { } installed)
        {
            return;
        }

        _stub = await StubEndpoint.StartAsync();
        await StartAsync(installed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        if (_stub is not null)
        {
            await _stub.DisposeAsync();
        }

        _http.Dispose();
    }

    /// <summary>Sends a chat request with a configuration.</summary>
    public Task<HttpResponseMessage> SendAsync(string config, string? metadata = null, bool isStreamed = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_address}/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"whatever","stream":{{(isStreamed ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""", null,
                "application/json"),
        };
        request.Headers.TryAddWithoutValidation("x-portkey-config", config);
        if (metadata is not null)
        {
            request.Headers.TryAddWithoutValidation("x-portkey-metadata", metadata);
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Returns the folder of the packages; null when they cannot be had.</summary>
    private async Task<string?> InstallAsync()
    {
        var source = Source();
        var version = Convert.ToHexStringLower(
            SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, "package-lock.json"))))[..12];
        var folder = Path.Combine(Require.RepositoryRoot, "artifacts", "gateway", version);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        // Installed beside and moved: whoever finds the folder finds it whole.
        var unfinished = $"{folder}.{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        Directory.CreateDirectory(unfinished);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(unfinished, Path.GetFileName(file)), overwrite: true);
        }

        var (exitCode, output) = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
            unfinished);
        if (exitCode != 0)
        {
            Directory.Delete(unfinished, recursive: true);
            _missing = $"needs the package @portkey-ai/gateway, and npm ci ended with {exitCode}: {output.Trim().Split('\n')[0]}";
            return null;
        }

        if (!Directory.Exists(folder))
        {
            Directory.Move(unfinished, folder);
        }

        return folder;
    }

    private async Task StartAsync(string folder)
    {
        var port = FreePort();
        _process = Process.Start(new ProcessStartInfo("node",
            ["-r", "./loopback.cjs", "node_modules/@portkey-ai/gateway/build/start-server.js", "--headless", $"--port={port}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var address = $"http://127.0.0.1:{port}";
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
        {
            try
            {
                if ((await _http.GetStringAsync(address)).Contains("AI Gateway", StringComparison.Ordinal))
                {
                    _address = address;
                    return;
                }
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("The gateway is installed but does not start.");
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder,
            RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + errors);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Source([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "gateway");
}
