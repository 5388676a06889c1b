using System.Collections;
using Eval.Checking;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Makes what stands for an object of the other side where an interface or a delegate is declared.</summary>
internal static class Faces
{
    public static object Interface(Handle handle, Type face)
    {
        if (face == typeof(IEnumerable) || face == typeof(ICollection) || face == typeof(IList))
        {
            return face == typeof(IEnumerable) ? new RemoteEnumerable<object> { Handle = handle } : RemoteFace.Create(face, handle);
        }

        if (face == typeof(IEnumerator))
        {
            return new RemoteEnumerator<object> { Handle = handle };
        }

        if (!face.IsGenericType)
        {
            return RemoteFace.Create(face, handle);
        }

        var definition = face.GetGenericTypeDefinition();
        var arguments = face.GetGenericArguments();
        var made = definition == typeof(IEnumerable<>) ? Made(typeof(RemoteEnumerable<>), arguments, null)
            : definition == typeof(IEnumerator<>) ? Made(typeof(RemoteEnumerator<>), arguments, null)
            : definition == typeof(IList<>) || definition == typeof(IReadOnlyList<>) || definition == typeof(ICollection<>)
            || definition == typeof(IReadOnlyCollection<>)
                ? Made(typeof(RemoteList<>), arguments, face)
            : definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>)
            ? Made(typeof(RemoteDictionary<,>), arguments, face)
            : RemoteFace.Create(face, handle);
        ((IRemote)made).Handle = handle;
        return made;
    }

    private static object Made(Type definition, Type[] arguments, Type? face)
    {
        var type = definition.MakeGenericType(arguments);
        var made = Activator.CreateInstance(type)!;
        if (face is not null)
        {
            type.GetProperty("Face")!.SetValue(made, face);
        }

        return made;
    }
}
