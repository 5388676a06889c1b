namespace Tackline;

/// <summary>Describes an argument that is recognised by its position.</summary>
/// <param name="Name">The name under which the value is found in the result.</param>
/// <param name="Description">The text for the help page.</param>
/// <param name="IsRequired">Whether the command line is in error without it.</param>
/// <param name="TakesRest">Whether it takes all the remaining arguments.</param>
public sealed record PositionalDefinition(string Name, string Description, bool IsRequired, bool TakesRest);
