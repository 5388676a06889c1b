namespace Eval.Sandboxes.Probes;

/// <summary>What a probe showed.</summary>
/// <param name="Probe">What was tried.</param>
/// <param name="IsContained">Whether its control passed, it got nowhere, nothing of it was found, and an honest program passed
/// afterwards.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Execution">How the hostile program ended.</param>
public sealed record ProbeResult(SandboxProbe Probe, bool IsContained, string Evidence, ExecutionResult Execution);
