namespace Eval.Reports.Exports;

/// <summary>
/// A format cannot express a policy. The message is a sentence that says why and what could be done, in printable ASCII: it repeats names.
/// </summary>
public sealed class PolicyExportException(string message) : Exception(PrintableAscii.From(message));
