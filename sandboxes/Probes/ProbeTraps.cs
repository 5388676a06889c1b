using System.Net;
using System.Net.Sockets;

namespace Eval.Sandboxes.Probes;

/// <summary>Sets out what probes look for: a listener on loopback, a readable file, a word in this process's environment.</summary>
internal sealed class ProbeTraps : IDisposable
{
    private const string CanaryVariable = "EVAL_PROBE_CANARY";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ProbeTraps()
    {
        Environment.SetEnvironmentVariable(CanaryVariable, ProbeTargets.Canary);
        _listener.Start();
        Targets = new ProbeTargets(((IPEndPoint)_listener.LocalEndpoint).Port,
            Path.Combine(Path.GetTempPath(), $"eval-probe-{Guid.NewGuid():N}"));
        File.WriteAllText(Targets.File, ProbeTargets.Canary);
    }

    /// <summary>Gets what is there to be found.</summary>
    public ProbeTargets Targets { get; }

    /// <summary>Gets a value indicating whether the file is as it was.</summary>
    public bool IsFileUntouched => File.ReadAllText(Targets.File) == ProbeTargets.Canary;

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(Targets.File);
    }
}
