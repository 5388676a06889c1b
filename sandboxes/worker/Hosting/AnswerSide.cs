using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Eval.Checking;
using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>The answer's end: serves the checker's calls by reflection. Nothing here decides anything.</summary>
internal class AnswerSide(AnswerTypes answer, long maxBytes) : Side
{
    private const int MaxPrintedChars = 1 << 20;
    private readonly StringBuilder _printed = new();
    private readonly string _culture = CultureInfo.CurrentCulture.Name;
    private MemberBinder? _binder;
    private long _allPrinted;

    public override Type Foreign => typeof(CheckerObject);

    public override bool CopiesCollections => false;

    public override long MaxBytes => maxBytes;

    public override bool IsAsked(Type type) => type.Assembly == answer.Assembly;

    public override Type? FindAsked(string name) => answer.Find(name);

    public override Type? FindFramework(string assembly, string fullName) => FrameworkTypes.Find(assembly, fullName);

    public override object Import(Peer peer, long id, IReadOnlyList<string> types, Type declared)
    {
        var handle = new Handle(peer, id);
        if (typeof(Delegate).IsAssignableFrom(declared) && declared.GetMethod("Invoke") is not null)
        {
            return DelegateFace.Create(declared, handle);
        }

        return declared.IsInterface && !declared.IsAssignableFrom(typeof(CheckerObject)) ? Faces.Interface(handle, declared)
            : declared.IsAssignableFrom(typeof(CheckerObject)) ? new CheckerObject { Handle = handle }
            : RemoteBases.Create(handle, declared)
            ?? throw new MissingException($"nothing of the tests can be handed over as {declared.Name}");
    }

    public override bool TryConvert(object value, Type declared, [NotNullWhen(true)] out object? converted)
    {
        converted = Conversions.Find(value.GetType(), declared)?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null)
            ?? Numbers.Convert(value, declared);
        return converted is not null;
    }

    public override void Serve(Peer peer, WireReader call, WireWriter reply)
    {
        var head = CallHead.Read(call);
        if (head.Culture.Length > 0 && head.Culture != CultureInfo.CurrentCulture.Name && (head.Culture != "" || _culture.Length > 0))
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(head.Culture);
        }

        if (head.Name[0] == '#')
        {
            Served.Special(peer, head, call, reply);
            return;
        }

        var target = head.Target == 0 ? null : peer.Find(head.Target);
        long copy = 0;
        if (head.Name == "<clone>" || head.IsOnCopy)
        {
            target = Copy(target!);
            copy = peer.Export(target);
        }

        if (head.Name == "<clone>")
        {
            Served.Write(reply, null, typeof(object), [], call, copy, peer);
            return;
        }

        _binder ??= new MemberBinder(answer, peer.Names);
        var member = _binder.Find(head, Owner(head, target, peer));
        var arguments = Read(call, head, member);
        var result = Invoke(member, target, arguments);
        var resultType = peer.Names.Read(head.Result) ?? typeof(object);
        if (head.Name == ".ctor")
        {
            (result, resultType) = (peer.Export(result!), typeof(long));
        }

        var references = Served.References(head, arguments, index => peer.Names.Read(head.Parameters[index].Type) ?? typeof(object));
        Served.Write(reply, result, resultType, references, call, copy, peer);
    }

    public override IEnumerable<string> NamesOf(object value)
    {
        var isException = value is Exception;
        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            yield return isException && !IsAsked(type) ? type.FullName ?? type.Name : Named!.Write(type);
        }

        foreach (var face in isException ? [] : value.GetType().GetInterfaces().Where(IsAsked))
        {
            yield return Named!.Write(face);
        }
    }

    /// <summary>The names of the exchange that this is an end of.</summary>
    public TypeNames? Named { get; set; }

    public override Exception ImportException(Peer peer, ImportedException read)
    {
        // What the tests throw in a callback goes through the answer as the framework's exception, or as one that nobody else declares.
        var made = read.Types.Select(ExceptionTypes.Find).FirstOrDefault(type => type is not null) is { } known
            ? ExceptionTypes.Create(known, read) : new InvalidOperationException(read.Message);
        peer.SetOrigin(made, read.Object);
        return made;
    }

    public override void Print(string text)
    {
        // Only answers print.
    }

    /// <summary>Takes text that the answer prints; all but its beginning is dropped.</summary>
    public void Take(ReadOnlySpan<char> text)
    {
        lock (_printed)
        {
            if ((_allPrinted += text.Length) < MaxPrintedChars)
            {
                _printed.Append(text);
            }
        }
    }

    public override string? TakePrinted()
    {
        lock (_printed)
        {
            if (_printed.Length == 0)
            {
                return null;
            }

            var text = _printed.ToString();
            _printed.Clear();
            return text;
        }
    }

    private static Type? Owner(CallHead head, object? target, Peer peer)
    {
        if (target is Delegate)
        {
            return target.GetType();
        }

        var declaring = head.Declaring.Length == 0 ? null : peer.Names.Read(head.Declaring);
        if (target is null)
        {
            return declaring;
        }

        // An interface of the framework or of the task is asked as such; of a class the object's own members count.
        return declaring is { IsInterface: true } && declaring.IsInstanceOfType(target) ? declaring : target.GetType();
    }

    private static object?[] Read(WireReader call, CallHead head, Member member)
    {
        if (member.Field is not null || member.Method is null)
        {
            return head.Parameters.Length == 0 || member.Field is null ? [] : [call.Value(member.Field!.FieldType)];
        }

        var arguments = new object?[member.Parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = member.Parameters[i];
            var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
            arguments[i] = i >= head.Parameters.Length
                ? parameter.IsDefined(typeof(ParamArrayAttribute))
                ? Array.CreateInstance(type.GetElementType()!, 0) : parameter.HasDefaultValue ? parameter.DefaultValue : null
                : head.Parameters[i].Mode == CallParameter.Out ? type.IsValueType ? Activator.CreateInstance(type) : null
                : call.Value(SpanCall.Passed(type));
            if (arguments[i] is DBNull or null && i >= head.Parameters.Length && type.IsValueType)
            {
                arguments[i] = Activator.CreateInstance(type);
            }
        }

        return arguments;
    }

    private static object? Invoke(Member member, object? target, object?[] arguments)
    {
        if (member is { Field: null, Method: null })
        {
            return Activator.CreateInstance(member.Owner!);
        }

        if (member.Field is { } field)
        {
            if (arguments.Length == 0)
            {
                return field.GetValue(target);
            }

            field.SetValue(target, arguments[0]);
            return null;
        }

        if (SpanCall.IsNeeded(member.Method!))
        {
            return SpanCall.Invoke(member.Method!, target, arguments);
        }

        return member.Method is ConstructorInfo constructor
            ? constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null)
            : member.Method!.Invoke(member.Method.IsStatic ? null : target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static object Copy(object value)
    {
        if (value.GetType().GetMethod("<Clone>$") is { } clone)
        {
            return clone.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        }

        return value is ValueType ? RuntimeHelpers.GetObjectValue(value)!
            : typeof(object).GetMethod("MemberwiseClone", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(value, null)!;
    }
}
