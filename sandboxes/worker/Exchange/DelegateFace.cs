using System.Reflection;
using System.Reflection.Emit;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>A delegate of the other side.</summary>
internal sealed class DelegateFace(Handle handle, MethodInfo invoke)
{
    private static readonly MethodInfo Calling = typeof(DelegateFace).GetMethod(nameof(Call))!;

    private readonly Type[] _types = Array.ConvertAll(invoke.GetParameters(), Parameters.TypeOf);
    private readonly string _modes = Parameters.Modes(invoke.GetParameters());

    /// <summary>Makes a delegate of a type, by code that puts the arguments into an array.</summary>
    public static Delegate Create(Type type, Handle handle)
    {
        var invoke = type.GetMethod("Invoke")!;
        var face = new DelegateFace(handle, invoke);
        var parameters = invoke.GetParameters();
        var method = new DynamicMethod(
            "Invoke", invoke.ReturnType, [typeof(DelegateFace),
                .. parameters.Select(parameter => parameter.ParameterType)], typeof(DelegateFace), skipVisibility: true);
        var code = method.GetILGenerator();
        var array = code.DeclareLocal(typeof(object[]));
        code.Emit(OpCodes.Ldc_I4, parameters.Length);
        code.Emit(OpCodes.Newarr, typeof(object));
        code.Emit(OpCodes.Stloc, array);
        for (var i = 0; i < parameters.Length; i++)
        {
            code.Emit(OpCodes.Ldloc, array);
            code.Emit(OpCodes.Ldc_I4, i);
            code.Emit(OpCodes.Ldarg, i + 1);
            if (parameters[i].ParameterType.IsByRef)
            {
                code.Emit(OpCodes.Ldobj, face._types[i]);
            }

            code.Emit(OpCodes.Box, face._types[i]);
            code.Emit(OpCodes.Stelem_Ref);
        }

        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldloc, array);
        code.Emit(OpCodes.Call, Calling);
        for (var i = 0; i < parameters.Length; i++)
        {
            if (face._modes[i] != 'v')
            {
                code.Emit(OpCodes.Ldarg, i + 1);
                code.Emit(OpCodes.Ldloc, array);
                code.Emit(OpCodes.Ldc_I4, i);
                code.Emit(OpCodes.Ldelem_Ref);
                code.Emit(OpCodes.Unbox_Any, face._types[i]);
                code.Emit(OpCodes.Stobj, face._types[i]);
            }
        }

        if (invoke.ReturnType == typeof(void))
        {
            code.Emit(OpCodes.Pop);
        }
        else
        {
            code.Emit(OpCodes.Unbox_Any, invoke.ReturnType);
        }

        code.Emit(OpCodes.Ret);
        return method.CreateDelegate(type, face);
    }

    public object? Call(object?[] arguments) =>
        Caller.Call(handle.Peer, handle.Id, null, "Invoke", [], _types, arguments, invoke.ReturnType, _modes).Result;

    /// <summary>The object that a delegate stands for; null for one of this side.</summary>
    public static Handle? HandleOf(Delegate value) => value.Target is DelegateFace face ? face.Given : null;

    private Handle Given => handle;
}
