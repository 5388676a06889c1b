// Tests of data sets are written against xunit and find its names here.
namespace Xunit;

/// <summary>A row of data.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class InlineDataAttribute(params object?[]? data) : Attribute
{
    /// <summary>Gets the values.</summary>
    public object?[]? Data { get; } = data;
}
