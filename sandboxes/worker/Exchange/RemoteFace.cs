using System.Reflection;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Any interface of an object of the other side.</summary>
public class RemoteFace : DispatchProxy, IRemote
{
    /// <inheritdoc/>
    public Handle? Handle { get; set; }

    /// <inheritdoc/>
    public override string ToString() =>
        (string?)Caller.Ask(Handle!.Peer, Handle.Id, Served.String, typeof(string)).Value(typeof(string)) ?? "";

    internal static object Create(Type face, Handle handle)
    {
        var made = Create(face, typeof(RemoteFace));
        ((IRemote)made).Handle = handle;
        return made;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.DeclaringType == typeof(IRemote))
        {
            if (args is [Handle handle])
            {
                Handle = handle;
            }

            return Handle;
        }

        var parameters = targetMethod.GetParameters();
        return Caller.Call(
            Handle!.Peer, Handle.Id, targetMethod.DeclaringType, targetMethod.Name, targetMethod.IsGenericMethod
                ? targetMethod.GetGenericArguments() : [],
            Array.ConvertAll(parameters, Parameters.TypeOf), args ?? [], targetMethod.ReturnType, Parameters.Modes(parameters)).Result;
    }
}
