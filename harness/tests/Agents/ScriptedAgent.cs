using Eval.Results.Records;

namespace Eval.Harness.Tests.Agents;

/// <summary>A model whose every reply is written down, with what has to become of its attempt.</summary>
/// <param name="Name">What it is called as a model.</param>
/// <param name="Kind">Why it is there.</param>
/// <param name="Replies">What its endpoint does at the first call, the second and so on; the last is repeated.</param>
internal sealed record ScriptedAgent(string Name, AgentKind Kind, params ScriptedReply[] Replies)
{
    private static readonly AgentOutcome Resolved = new(Verdict.Passed, "submitted");

    public AgentOutcome Expected { get; init; } = Resolved;

    /// <summary>What its endpoint refuses whatever the script says; null for nothing.</summary>
    public EndpointRule? Rule { get; init; }

    /// <summary>Of six tasks the one that goes another way; null where it has one task.</summary>
    public OddTask? Odd { get; init; }

    /// <summary>Options of its run beside those that all have.</summary>
    public string Options { get; init; } = "";

    /// <summary>Whether it is cheap and shows something that no other does, so that it runs with the tests.</summary>
    public bool IsQuick { get; init; }

    /// <summary>How many tasks it works on.</summary>
    public int Tasks => Odd is null ? 1 : AgentTasks.Several;

    public ScriptedAgent Ends(Verdict? verdict, string? exitStatus) => this with { Expected = new AgentOutcome(verdict, exitStatus) };

    /// <summary>Lets its endpoint refuse what breaks a rule.</summary>
    public ScriptedAgent Refusing(string message, Func<IReadOnlyList<(string Role, string? Content)>, bool> breaks) =>
        this with { Rule = new EndpointRule(message, breaks) };

    public ScriptedAgent Quick() => this with { IsQuick = true };

    public AgentOutcome ExpectedOn(int task) => Odd?.Number == task ? Odd.Expected : Expected;

    /// <summary>What its endpoint does at a call.</summary>
    /// <param name="task">The number of the task.</param>
    /// <param name="call">How many calls about the task there were before.</param>
    public ScriptedReply ReplyTo(int task, int call)
    {
        var replies = Odd?.Number == task ? Odd.Replies : Replies;
        return replies[Math.Min(call, replies.Length - 1)];
    }
}
