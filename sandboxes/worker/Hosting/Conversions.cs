using System.Collections.Concurrent;
using System.Reflection;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>The implicit conversions that types declare.</summary>
internal static class Conversions
{
    private static readonly ConcurrentDictionary<Wanted, MethodInfo?> Known = new();

    public static MethodInfo? Find(Type from, Type to) =>
        Known.GetOrAdd(new Wanted(from, to), static key => In(key.From, key) ?? In(key.To, key));

    private static MethodInfo? In(Type type, Wanted wanted) => type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        .FirstOrDefault(method => method.Name == "op_Implicit" && wanted.To.IsAssignableFrom(method.ReturnType)
            && method.GetParameters() is [var only] && only.ParameterType.IsAssignableFrom(wanted.From));

    private sealed record Wanted(Type From, Type To);
}
