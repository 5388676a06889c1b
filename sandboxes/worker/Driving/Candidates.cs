// Drivers are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Runtime;

/// <summary>The values among which the expected one of a test's row stands.</summary>
/// <param name="id">The number under which comparisons with them are told.</param>
/// <param name="values">The values.</param>
public sealed class Candidates<T>(int id, params T[] values)
{
    /// <summary>Gets the number under which comparisons with them are told.</summary>
    public int Id => id;

    /// <summary>Gets a value.</summary>
    public T this[int index] => values[index];
}
