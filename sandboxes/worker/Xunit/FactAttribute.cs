// Tests of data sets are written against xunit and find its names here.
namespace Xunit;

/// <summary>Marks a test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAttribute : Attribute;
