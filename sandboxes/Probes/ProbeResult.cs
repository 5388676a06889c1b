namespace Eval.Sandboxes.Probes;

/// <summary>What a probe showed.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="IsContained">Whether it got nowhere, and an honest program passed afterwards.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Execution">How the hostile program ended.</param>
public sealed record ProbeResult(string Name, bool IsContained, string Evidence, ExecutionResult Execution);
