namespace Eval.Harness.Tests.Agents;

/// <summary>
/// All scripted agents. To add one, write a line into the list that it belongs to: a name, what its endpoint does call by call, and how it
/// has to end, where that is not with a right patch and <c>submit</c>.
/// </summary>
internal static class AgentCatalogue
{
    public static readonly IReadOnlyList<ScriptedAgent> All =
    [
        .. ReplyHabits.All, .. EditHabits.All, .. GitHabits.All, .. HostileAgents.All, .. CutReplies.All, .. ContextOverflows.All,
            .. EndpointFaults.All,
    ];

    /// <summary>Those that run with the tests.</summary>
    public static IEnumerable<ScriptedAgent> Quick => All.Where(agent => agent.IsQuick);
}
