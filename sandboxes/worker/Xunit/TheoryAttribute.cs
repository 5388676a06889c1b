// Tests of data sets are written against xunit and find its names here.
namespace Xunit;

/// <summary>Marks a test with rows of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryAttribute : Attribute;
