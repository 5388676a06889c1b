using System.Net;

namespace Eval.Harness.Hosting;

/// <summary>Where a server listens and what it takes.</summary>
internal sealed record LocalServerOptions
{
    /// <summary>Gets the address of the network interface. Default: loopback.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>Gets the port; 0 for a free one. Default: 0.</summary>
    public int Port { get; init; }

    /// <summary>Gets how long a request's body may be. Default: 64 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 64 << 20;

    /// <summary>Gets how long a request's headers may be together. Default: 32 KiB.</summary>
    public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>Gets how long open answers may take once it stops. Default: one second.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
