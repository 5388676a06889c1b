namespace Eval.Harness.Scoring;

/// <summary>A type of an exception that a call threw, or a base of it.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="IsAnswers">Whether the answer declares it.</param>
internal sealed record ThrownType(string Name, bool IsAnswers)
{
    /// <summary>Returns the types that a sandbox told, from the thrown one up.</summary>
    public static IReadOnlyList<ThrownType> Parse(string text) => text.Split('<')
        .Select(type => type.StartsWith('[') && type.IndexOf(']', StringComparison.Ordinal) is var end and > 0
            ? new ThrownType(type[(end + 1)..], IsAnswers: true)
            : new ThrownType(type, IsAnswers: false))
        .ToList();

    /// <summary>
    /// Returns whether a check expects it: by its full name, or by its name alone; the answer's own only where the task asks for it.
    /// </summary>
    public bool Meets(Check check) =>
        (Name == check.Throws || Name.EndsWith("." + check.Throws, StringComparison.Ordinal)) && (!IsAnswers || check.AsksForThrownType);
}
