namespace Eval.Routing.Search;

/// <summary>No policy can be searched for with these results or options; the message is one sentence that says what to do.</summary>
public sealed class RoutingException(string message) : Exception(message);
