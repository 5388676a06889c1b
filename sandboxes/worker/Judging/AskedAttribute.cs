namespace Eval.Judging;

/// <summary>Marks what stands in the tests' process for a type that the task asks for.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Delegate, Inherited = false)]
public sealed class AskedAttribute : Attribute;
