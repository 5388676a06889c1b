namespace Eval.Sandboxes.Probes;

/// <summary>What there is to be found on this machine, if a probe gets that far.</summary>
/// <param name="Port">The port of a listener on loopback.</param>
/// <param name="File">A file that everybody on this machine may read.</param>
public sealed record ProbeTargets(int Port, string File)
{
    /// <summary>A word that stands in this process's environment and in the file.</summary>
    public const string Canary = "canary-value-4711";
}
