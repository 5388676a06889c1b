namespace Eval.Sandboxes;

/// <summary>A member found at the top of a source or inside a type.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; empty for statements.</param>
/// <param name="Start">Where its text starts, attributes, comments and modifiers included.</param>
/// <param name="Length">How long its text is.</param>
public sealed record OutlineMember(OutlineMemberKind Kind, string Name, int Start, int Length)
{
    /// <summary>
    /// Gets where the keyword (<c>class</c>, <c>struct</c>, …) of a type stands, and for a method where its first modifier or return type
    /// stands, behind attributes and comments; <see langword="null"/> for everything else.
    /// </summary>
    public int? Keyword { get; init; }

    /// <summary>Gets the namespace the member stands in; empty for the global one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Gets the modifiers, for instance <c>public static partial</c>.</summary>
    public string Modifiers { get; init; } = "";

    /// <summary>Gets the names of the attributes, for instance <c>Fact</c>.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>Gets the number of type parameters of a type.</summary>
    public int Arity { get; init; }

    /// <summary>Gets a value indicating whether a method has no body, or one that only says that it is not implemented.</summary>
    public bool IsStub { get; init; }

    /// <summary>Gets the members of a type, one level deep.</summary>
    public IReadOnlyList<OutlineMember> Members { get; init; } = [];
}
