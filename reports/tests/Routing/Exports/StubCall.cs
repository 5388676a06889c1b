namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>A request that an endpoint got.</summary>
/// <param name="Model">The model it named; of a verifier nothing.</param>
/// <param name="IsStreamed">Whether a stream was asked for.</param>
/// <param name="Body">The body.</param>
internal sealed record StubCall(string? Model, bool IsStreamed, string Body);
