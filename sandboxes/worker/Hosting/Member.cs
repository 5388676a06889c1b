using System.Reflection;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>The answer's member that a call means.</summary>
/// <param name="Method">The method or constructor; null for a field.</param>
/// <param name="Field">The field; null for a method.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record Member(MethodBase? Method, FieldInfo? Field, ParameterInfo[] Parameters)
{
    /// <summary>The struct that is made where neither is there: by a constructor that nobody wrote.</summary>
    public Type? Owner { get; init; }
}
