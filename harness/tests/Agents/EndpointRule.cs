namespace Eval.Harness.Tests.Agents;

/// <summary>What an endpoint refuses with status 400 wherever it stands in a conversation.</summary>
/// <param name="Message">What it says then.</param>
/// <param name="Breaks">Whether messages, each with role and content, break the rule.</param>
internal sealed record EndpointRule(string Message, Func<IReadOnlyList<(string Role, string? Content)>, bool> Breaks)
{
    public static bool HasEmptyAssistant(IReadOnlyList<(string Role, string? Content)> messages) =>
        messages.Any(message => message.Role == "assistant" && string.IsNullOrWhiteSpace(message.Content));

    public static bool HasEmptyMessage(IReadOnlyList<(string Role, string? Content)> messages) =>
        messages.Any(message => string.IsNullOrWhiteSpace(message.Content));

    public static bool RolesDoNotAlternate(IReadOnlyList<(string Role, string? Content)> messages) =>
        messages.Zip(messages.Skip(1)).Any(pair => pair.First.Role == pair.Second.Role) || messages[^1].Role != "user";
}
