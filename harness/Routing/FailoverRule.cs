using Eval.Harness.Models;
using Eval.Routing.Policies;

namespace Eval.Harness.Routing;

/// <summary>
/// Which failures let a failover go on; every other one is passed on, because the next model would get the same wrong request.
/// </summary>
internal static class FailoverRule
{
    public static bool GoesOn(this FailoverPolicy policy, ModelCallException failure) => failure switch
    {
        { Status: { } status } => policy.OnStatuses.Contains(status),
        // Also where nobody would trust the connection: another endpoint has another certificate.
        { Break: CallBreak.Connection } => policy.OnConnect,
        { Failure: not (ModelCallFailure.Provider or ModelCallFailure.Configuration) } => false,
        { Break: CallBreak.Stream } => policy.OnTruncatedStream,
        // It is the policy's own time that has run out.
        { Break: CallBreak.Timeout } => true,
        _ => false,
    };
}
