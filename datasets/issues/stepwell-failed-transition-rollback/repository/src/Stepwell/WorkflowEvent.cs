namespace Stepwell;

/// <summary>Something that has happened and may lead to another state.</summary>
/// <param name="Name">The name by which transitions wait for it.</param>
/// <param name="Payload">What comes with it.</param>
public sealed record WorkflowEvent(string Name, object? Payload = null);
