namespace Eval.Harness.Tests.Agents;

/// <summary>Why an agent of the catalogue is there.</summary>
internal enum AgentKind
{
    /// <summary>What models do without meaning any harm.</summary>
    Habit,

    /// <summary>What takes from the machine, or means to deceive.</summary>
    Hostile,

    /// <summary>What endpoints do to a model that does its work.</summary>
    Endpoint,
}
