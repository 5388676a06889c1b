using System.Text.Json;

namespace Eval.Datasets;

/// <summary>One call and what it must give. Exactly one of <see cref="Expected"/> and <see cref="Throws"/> is set.</summary>
public sealed record CallTest
{
    /// <summary>
    /// Gets a C# expression (<c>Solution.Add(1, 2)</c>) or, when it contains <c>return</c>, the body of a method that returns the value.
    /// </summary>
    public required string Call { get; init; }

    /// <summary>
    /// Gets the expected value: JSON scalars for themselves, arrays for sequences and tuples, objects for dictionaries and records
    /// (public properties), <c>{"$double":"NaN"}</c> for the numbers JSON lacks.
    /// </summary>
    public JsonElement? Expected { get; init; }

    /// <summary>Gets the name of the exception type the call must throw, without namespace; a derived type counts too.</summary>
    public string? Throws { get; init; }

    /// <summary>Gets the absolute difference at which two floating-point numbers count as equal. Default: 0, exactly equal.</summary>
    public double Tolerance { get; init; }

    /// <summary>Gets a value indicating whether the order of a sequence does not matter. Default: it does.</summary>
    public bool Unordered { get; init; }

    /// <summary>
    /// Gets a value indicating whether the case may be shown to a model or used by a verifier in production. Default: hidden.
    /// </summary>
    public bool Visible { get; init; }
}
