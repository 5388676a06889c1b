namespace Eval.Harness.Replies;

/// <summary>The type of an answer that holds the entry point.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Keyword">Where <c>class</c>, <c>struct</c> or <c>record</c> stands in the source.</param>
/// <param name="Declaration">The keyword itself.</param>
/// <param name="IsPartial">Whether it is partial already.</param>
internal sealed record HostType(string Name, string Namespace, int Keyword, string Declaration, bool IsPartial);
