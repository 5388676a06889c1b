namespace Eval.Sandboxes.Worker;

/// <summary>What the host tells a worker at its start.</summary>
internal static class WorkerArguments
{
    /// <summary>No namespace keeps the worker from the network, so that it must do so itself.</summary>
    public const string WithoutNamespaces = "without-namespaces";
}
