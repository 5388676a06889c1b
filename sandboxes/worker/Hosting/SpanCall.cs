using System.Reflection;
using System.Reflection.Emit;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>
/// Calls methods that take or return spans, which cannot be put into an array of objects: by code that makes them of arrays.
/// </summary>
internal static class SpanCall
{
    private static readonly Dictionary<MethodBase, Func<object?[], object?>> Known = [];

    public static bool IsNeeded(MethodBase method) =>
        method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike)
        || method is MethodInfo { ReturnType.IsByRefLike: true };

    /// <summary>What a parameter is given: an array for a span.</summary>
    public static Type Passed(Type parameter) => Match.SpanOf(parameter) is { } item ? item.MakeArrayType() : parameter;

    public static object? Invoke(MethodBase method, object? target, object?[] arguments)
    {
        Func<object?[], object?>? call;
        lock (Known)
        {
            if (!Known.TryGetValue(method, out call))
            {
                Known[method] = call = Create(method);
            }
        }

        return call([target, .. arguments]);
    }

    private static Func<object?[], object?> Create(MethodBase method)
    {
        var dynamic = new DynamicMethod("Call", typeof(object), [typeof(object[])], typeof(SpanCall), skipVisibility: true);
        var code = dynamic.GetILGenerator();
        if (!method.IsStatic && method is MethodInfo)
        {
            Load(code, 0);
            code.Emit(method.DeclaringType!.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, method.DeclaringType);
        }

        var parameters = method.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            Load(code, i + 1);
            var type = parameters[i].ParameterType;
            code.Emit(OpCodes.Unbox_Any, Passed(type));
            if (Match.SpanOf(type) is { } item)
            {
                code.Emit(OpCodes.Newobj, type.GetConstructor([item.MakeArrayType()])!);
            }
        }

        Type result;
        if (method is ConstructorInfo constructor)
        {
            code.Emit(OpCodes.Newobj, constructor);
            result = method.DeclaringType!;
        }
        else
        {
            code.Emit(method.IsVirtual && !method.DeclaringType!.IsValueType ? OpCodes.Callvirt : OpCodes.Call, (MethodInfo)method);
            result = ((MethodInfo)method).ReturnType;
        }

        Return(code, result);
        return dynamic.CreateDelegate<Func<object?[], object?>>();
    }

    private static void Load(ILGenerator code, int index)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Ldelem_Ref);
    }

    private static void Return(ILGenerator code, Type result)
    {
        if (Match.SpanOf(result) is { } item)
        {
            var span = code.DeclareLocal(result);
            code.Emit(OpCodes.Stloc, span);
            code.Emit(OpCodes.Ldloca, span);
            code.Emit(OpCodes.Call, result.GetMethod("ToArray")!);
            result = item.MakeArrayType();
        }

        if (result == typeof(void))
        {
            code.Emit(OpCodes.Ldnull);
        }
        else if (result.IsValueType)
        {
            code.Emit(OpCodes.Box, result);
        }

        code.Emit(OpCodes.Ret);
    }
}
