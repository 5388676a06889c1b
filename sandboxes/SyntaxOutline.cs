namespace Eval.Sandboxes;

/// <summary>The shape of a piece of C# source.</summary>
/// <param name="Errors">The number of syntax errors.</param>
/// <param name="Members">The top-level members in order; those of namespaces are lifted to the top.</param>
public sealed record SyntaxOutline(int Errors, IReadOnlyList<OutlineMember> Members)
{
    /// <summary>Gets a value indicating whether the source was beyond what the parser can handle, so that nothing is known of it.</summary>
    public bool IsBeyondParser { get; init; }

    /// <summary>Gets where the using directives end, 0 when there are none.</summary>
    public int UsingsEnd { get; init; }

    /// <summary>Gets where the last member ends that lies in front of every syntax error, 0 when there is none.</summary>
    public int CleanEnd { get; init; }

    /// <summary>Gets the names that the source uses.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
