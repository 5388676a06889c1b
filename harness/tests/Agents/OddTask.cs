namespace Eval.Harness.Tests.Agents;

/// <summary>The one task of several that goes another way.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Expected">What has to become of the attempt.</param>
/// <param name="Replies">What the endpoint does when it is asked about it.</param>
internal sealed record OddTask(int Number, AgentOutcome Expected, params ScriptedReply[] Replies);
