namespace Eval.Sandboxes;

/// <summary>The kinds of member in an outline.</summary>
public enum OutlineMemberKind
{
    /// <summary>A class, struct, record, interface or enum.</summary>
    Type,

    /// <summary>A method, also one that stands outside any type.</summary>
    Method,

    /// <summary>A field, property, delegate or other declaration.</summary>
    Other,

    /// <summary>A top-level statement that is not a local function.</summary>
    Statement,
}
