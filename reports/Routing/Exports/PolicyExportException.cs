namespace Eval.Reports.Routing.Exports;

/// <summary>A format cannot express a policy. The message is a sentence that says why and what could be done.</summary>
public sealed class PolicyExportException(string message) : Exception(message);
