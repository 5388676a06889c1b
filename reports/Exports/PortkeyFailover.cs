using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>What the gateway makes of a failover: it knows statuses alone, and has statuses of its own for what has none.</summary>
internal static class PortkeyFailover
{
    private const int TimedOut = 408;
    private static readonly int[] NoConnection = [500, 503];

    /// <exception cref="PolicyExportException">It would ask somebody else than the policy.</exception>
    public static void Check(FailoverPolicy failover, bool isVerified, int denied)
    {
        if (failover.Timeout <= TimeSpan.Zero || !failover.OnStatuses.Contains(TimedOut))
        {
            throw new PolicyExportException("Portkey reports an answer that does not begin in time as status 408; add 408 to 'on' of the "
                + "failover, with a time-out above 0.");
        }

        if (NoConnection.Any(status => failover.OnStatuses.Contains(status) != failover.OnConnect))
        {
            throw new PolicyExportException("Portkey reports a connection that fails as status 500 or 503, so 'connect', 500 and 503 stand "
                + "in 'on' together or not at all; add what is missing.");
        }

        if (isVerified && failover.OnStatuses.Contains(denied))
        {
            throw new PolicyExportException($"Portkey gives a rejected answer the status {denied}, after which this failover would ask its "
                + $"next model instead of the cascade's; take {denied} out of 'on'.");
        }

        if (failover.Retries > 0 && failover.Policies.Any(part => part is not SinglePolicy))
        {
            throw new PolicyExportException(
                "Portkey asks single models again, and a policy within this failover is asked again as a whole; set its retries to 0.");
        }
    }
}
