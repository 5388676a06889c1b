using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Eval.Checking;
using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Sandboxes.Worker.Checking;

/// <summary>
/// The tests' end. What comes from the answer is hostile: it is read as what a stand-in declares and as nothing else, names types only of a
/// short list, and reaches only what was handed over.
/// </summary>
internal sealed class CheckerSide(Assembly tests, Action<string> missing) : Side
{
    private static readonly HashSet<string> Assemblies =
    [
        "System.Private.CoreLib", "System.Collections", "System.Collections.Immutable", "System.Collections.Concurrent",
            "System.Runtime.Numerics", "System.Linq",
    ];

    private static readonly Lazy<ModuleBuilder> Foreigners = new(() =>
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Foreign"), AssemblyBuilderAccess.Run).DefineDynamicModule("Foreign"));

    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(object), typeof(decimal), typeof(DateTime), typeof(TimeSpan), typeof(DateTimeOffset), typeof(
            DateOnly), typeof(TimeOnly), typeof(Guid),
        typeof(System.Numerics.BigInteger), typeof(Nullable<>), typeof(DayOfWeek),
    ];

    /// <summary>For a framework's exception a type that derives from it: the same for all tests.</summary>
    private static readonly Dictionary<Type, Type> ForeignTypes = [];

    private readonly Dictionary<string, Type> _asked = tests.GetTypes().Where(IsMarked).ToDictionary(type => type.FullName!);

    public override Type Foreign => typeof(ForeignObject);

    public override bool CopiesCollections => true;

    public override long MaxBytes => 64 << 20;

    /// <summary>The names of the exchange that this is an end of.</summary>
    public TypeNames? Named { get; set; }

    public override bool IsAsked(Type type) =>
        type.Assembly == tests && IsMarked(type.IsGenericType ? type.GetGenericTypeDefinition() : type);

    public override Type? FindAsked(string name) => _asked.TryGetValue(name, out var found) ? found
        : _asked.Values.FirstOrDefault(type => type.Name == name[(name.LastIndexOfAny(['.', '+']) + 1)..]);

    public override Type? FindFramework(string assembly, string fullName) =>
        Assemblies.Contains(assembly) && FrameworkTypes.Find(assembly, fullName) is { } type
        && (type.IsPrimitive || Plain.Contains(type) || Shapes.IsTuple(type) || Shapes.IsPair(type) || Shapes.IsCollection(type))
        ? type : null;

    public override object Import(Peer peer, long id, IReadOnlyList<string> types, Type declared)
    {
        var handle = new Handle(peer, id);
        if (typeof(Delegate).IsAssignableFrom(declared) && declared.GetMethod("Invoke") is not null)
        {
            return DelegateFace.Create(declared, handle);
        }

        foreach (var name in types)
        {
            if (peer.Names.Read(name) is { IsInterface: false } known && IsAsked(known) && declared.IsAssignableFrom(known))
            {
                return StandIn(known, handle);
            }
        }

        if (declared.IsInterface)
        {
            return Faces.Interface(handle, declared);
        }

        if (IsAsked(declared))
        {
            return StandIn(declared, handle);
        }

        if (declared != typeof(object))
        {
            return RemoteBases.Create(handle, declared)
                ?? throw new ViolationException($"an object came where {declared.Name} was declared");
        }

        return types.Select(peer.Names.Read)
            .FirstOrDefault(type => type is { IsInterface: true, ContainsGenericParameters: false } && IsAsked(type)) is { } face
            ? Faces.Interface(handle, face) : new ForeignObject { Handle = handle };
    }

    public override bool TryConvert(object value, Type declared, [NotNullWhen(true)] out object? converted)
    {
        converted = null;
        return false;
    }

    public override void Serve(Peer peer, WireReader call, WireWriter reply)
    {
        var head = CallHead.Read(call);
        if (head.Target == 0)
        {
            throw new ViolationException("a call of nothing that was handed over");
        }

        if (head.Name.StartsWith('#'))
        {
            Served.Special(peer, head, call, reply);
            return;
        }

        var target = peer.Find(head.Target);
        var method = Method(peer, target, head);
        var parameters = method.GetParameters();
        var types = Array.ConvertAll(parameters, Parameters.TypeOf);
        var arguments = types.Select((type, index) => index < head.Parameters.Length && head.Parameters[index].Mode != CallParameter.Out
            ? Caller.Guarded(() => call.Value(type)) : type.IsValueType ? Activator.CreateInstance(type) : null).ToArray();
        var result = method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        Served.Write(reply, result, method.ReturnType, Served.References(head, arguments, index => types[index]), call, 0, peer);
    }

    public override IEnumerable<string> NamesOf(object value)
    {
        for (var type = value is Exception ? value.GetType() : null; type is not null && type != typeof(object); type = type.BaseType)
        {
            yield return type.FullName ?? type.Name;
        }
    }

    public override Exception ImportException(Peer peer, ImportedException read)
    {
        for (var index = 0; index < read.Types.Count; index++)
        {
            var name = read.Types[index];
            if (name.Length > 0 && name[0] is 'q' or 'g' && peer.Names.Read(name) is { IsInterface: false } asked
                && typeof(Exception).IsAssignableFrom(asked))
            {
                return (Exception)peer.Import(read.Object, [name], asked);
            }

            if (ExceptionTypes.Find(name) is { } known)
            {
                // What derives from a framework's exception and is not asked for is no such exception, but is one to those who catch it.
                return ExceptionTypes.Create(index == 0 ? known : ForeignOf(known), read);
            }
        }

        return ExceptionTypes.Create(ForeignOf(typeof(Exception)), read);
    }

    public override Exception Refuse(MissingException absent)
    {
        missing(absent.Message);
        return absent;
    }

    public override void Print(string text) => Console.Out.Write(text);

    private static bool IsMarked(Type type) => type.IsDefined(typeof(AskedAttribute), inherit: false);

    private static object StandIn(Type type, Handle handle)
    {
        if (type.ContainsGenericParameters || type is { IsAbstract: true, IsSealed: true })
        {
            throw new ViolationException($"nothing can be {type.Name}");
        }

        var made = typeof(Exception).IsAssignableFrom(type)
            ? Activator.CreateInstance(type, BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance, null, [default(Marker)],
                null)! : RuntimeHelpers.GetUninitializedObject(type);
        ((IRemote)made).Handle = handle;
        return made;
    }

    /// <summary>The method of an interface, a delegate or a listed class that a call names, on an object that has it.</summary>
    private static MethodInfo Method(Peer peer, object target, CallHead head)
    {
        var type = target.GetType();
        if (target is Delegate)
        {
            return head.Name == "Invoke" ? type.GetMethod("Invoke")! : throw new ViolationException("a delegate can only be invoked");
        }

        var faces = type.GetInterfaces().Concat(RemoteBases.Callable.Where(callable => callable.IsInstanceOfType(target))).ToList();
        var shortName = head.Declaring.TrimEnd(';').Split('.', '+', '/', ';', 'q')[^1];
        var face = faces.FirstOrDefault(candidate => peer.Names.Write(candidate) == head.Declaring)
            ?? faces.FirstOrDefault(candidate => head.Declaring.Contains(candidate.Name + ";", StringComparison.Ordinal))
            ?? throw new ViolationException($"nothing that was handed over is {shortName}");
        var method = Closest(face, head, peer) ?? throw new ViolationException($"{shortName} has no {head.Name}");
        return method.IsGenericMethodDefinition
            ? method.MakeGenericMethod(Array.ConvertAll(head.Generics, name => peer.Names.Read(name) ?? typeof(ForeignObject))) : method;
    }

    /// <summary>The method of as many parameters of which most have the types that the call names; null for none.</summary>
    private static MethodInfo? Closest(Type face, CallHead head, Peer peer)
    {
        MethodInfo? closest = null;
        var max = -1;
        foreach (var candidate in face.GetMethods())
        {
            var parameters = candidate.GetParameters();
            if (candidate.Name != head.Name || parameters.Length != head.Parameters.Length)
            {
                continue;
            }

            var same = 0;
            for (var i = 0; i < parameters.Length; i++)
            {
                same += peer.Names.Write(parameters[i].ParameterType) == head.Parameters[i].Type ? 1 : 0;
            }

            if (same > max)
            {
                (closest, max) = (candidate, same);
            }
        }

        return closest;
    }

    private static Type ForeignOf(Type known)
    {
        lock (ForeignTypes)
        {
            if (!ForeignTypes.TryGetValue(known, out var type))
            {
                ForeignTypes[known] = type = known.IsSealed ? known
                    : Foreigners.Value.DefineType($"Foreign{ForeignTypes.Count}.{known.Name}", TypeAttributes.Public, known).CreateType();
            }

            return type;
        }
    }
}
