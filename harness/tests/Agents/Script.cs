using System.Text.Json;

namespace Eval.Harness.Tests.Agents;

/// <summary>What scripts are made of.</summary>
internal static class Script
{
    /// <summary>Resolves the issue; once more does nothing.</summary>
    public const string Fix = "sed -i 's/result -= amount/result += amount/' purse/total.py";

    /// <summary>Breaks what works, so that a command which must not be run, or not by half, is seen in the verdict.</summary>
    public const string Break = "rm -rf purse";

    public static readonly ScriptedReply FixIt = Run(Fix);

    public static readonly ScriptedReply Submit = Run("submit");

    public static ScriptedAgent Habit(string name, params ScriptedReply[] replies) => new(name, AgentKind.Habit, replies);

    public static ScriptedAgent Hostile(string name, params ScriptedReply[] replies) => new(name, AgentKind.Hostile, replies);

    public static ScriptedAgent Endpoint(string name, params ScriptedReply[] replies) => new(name, AgentKind.Endpoint, replies);

    /// <summary>A reply with one command, as it is asked for.</summary>
    public static string Run(string command) => $"The next step.\n\n{Block(command)}\n";

    public static string Block(string command, string tag = "bash", string fence = "```") => $"{fence}{tag}\n{command}\n{fence}";

    /// <summary>Runs commands, each in a turn of its own, then resolves the issue.</summary>
    public static ScriptedReply[] Before(params string[] commands) =>
        [.. commands.Select(command => (ScriptedReply)Run(command)), FixIt, Submit];

    /// <summary>Resolves the issue, then runs commands, each in a turn of its own.</summary>
    public static ScriptedReply[] After(params string[] commands) =>
        [FixIt, .. commands.Select(command => (ScriptedReply)Run(command)), Submit];

    /// <summary>Refuses as most endpoints do.</summary>
    public static ScriptedReply Refusal(int status, string message, string? code = null) =>
        ScriptedReply.Refusal(status,
            JsonSerializer.Serialize(new { error = new { message, type = code ?? "invalid_request_error", code } }));
}
