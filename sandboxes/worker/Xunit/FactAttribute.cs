namespace Xunit;

/// <summary>Marks a test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAttribute : Attribute;
