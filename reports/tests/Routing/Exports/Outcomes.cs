using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>
/// What models do in a test, <c>alpha 503, beta hang</c>, as the measured outcomes that the evaluator would have of them.
/// </summary>
internal static class Outcomes
{
    public static string BehaviourOf(string model, string behaviours) =>
        behaviours.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(behaviour => behaviour.Split(' '))
            .FirstOrDefault(parts => parts[0] == model)?[1] ?? "ok";

    public static ReplayedPath Follow(RoutingPolicy policy, string behaviours, string @class = "completion", bool isAccepted = true) =>
        Assert.Single(FollowAll(policy, behaviours, @class, isAccepted));

    /// <summary>Returns the ways that the evaluator sees a request take.</summary>
    public static IReadOnlyList<ReplayedPath> FollowAll(RoutingPolicy policy, string behaviours, string @class = "completion",
        bool isAccepted = true)
    {
        var task = new RoutedTask
        {
            Id = "task",
            Class = @class,
            Cells = policy.Models.ToDictionary(model => model,
                model => (IReadOnlyList<OutcomeCell>)[Cell(BehaviourOf(model, behaviours), isAccepted)]),
        };
        return PolicyReplay.Follow(policy, task, new ReplayAssumptions()) ?? throw new InvalidOperationException("A cell is missing.");
    }

    private static OutcomeCell Cell(string behaviour, bool isAccepted) => new()
    {
        IsAnswered = behaviour == "ok",
        Passed = isAccepted,
        PublicTestsPassed = isAccepted,
        LatencyMs = behaviour == "hang" ? 60_000 : 10,
    };
}
