namespace Xunit;

/// <summary>Marks a test with rows of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryAttribute : Attribute;
