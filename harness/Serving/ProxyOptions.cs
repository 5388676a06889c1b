using System.Net;
using Eval.Harness.Models;
using Eval.Harness.Redaction;

namespace Eval.Harness.Serving;

/// <summary>What is served, and where.</summary>
internal sealed record ProxyOptions
{
    /// <summary>The policy, with the models that it asks.</summary>
    public required PolicySource Policy { get; init; }

    /// <summary>Default: loopback.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>What clients must send as <c>Authorization: Bearer …</c>; null where anybody on this machine may ask.</summary>
    public Secret? Token { get; init; }

    /// <summary>All that must not be in what endpoints send.</summary>
    public IEnumerable<Secret> Secrets => Policy.Asked.SelectMany(model => model.Secrets).Concat(Token is null ? [] : [Token]);

    /// <summary>The service that runs the tests or the build for verifiers that a proxy cannot run; null for none.</summary>
    public Uri? Verifier { get; init; }

    /// <summary>Whether what was asked is logged too. Default: no.</summary>
    public bool LogPrompts { get; init; }

    /// <summary>Default: 32 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 32 << 20;

    /// <summary>How long open answers may go on after the end was asked for. Default: 5 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
