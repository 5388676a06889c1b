// Stand-ins are generated code that names this by its full name: the namespace is part of what they agree on.
namespace Eval.Checking;

/// <summary>Marks what stands in the tests' process for a type that the task asks for.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum
    | AttributeTargets.Delegate, Inherited = false)]
public sealed class AskedAttribute : Attribute;
