using System.Reflection;
using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>
/// Finds the answer's member that a call of the tests means, as the compiler would: other number and collection types, fields for
/// properties, optional parameters, explicit interface members, extension methods.
/// </summary>
internal sealed class MemberBinder(AnswerTypes answer, TypeNames names)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.FlattenHierarchy;
    private readonly Dictionary<string, Member?> _known = [];

    /// <exception cref="MissingException">There is none.</exception>
    public Member Find(CallHead head, Type? type)
    {
        string?[] parts =
        [
            type?.AssemblyQualifiedName, head.Declaring, head.Name, string.Join(',', head.Generics),
            string.Join(',', Array.ConvertAll(head.Parameters, parameter => parameter.Type)), head.Name is "op_Implicit" or "op_Explicit"
                ? head.Result : "",
        ];
        return Known(string.Join('|', parts), head, type)
            ?? throw new MissingException(
                $"'{type?.Name ?? Short(head.Declaring)}' does not contain a definition for '{Shown(head)}' that fits the tests' calls");
    }

    private Member? Known(string key, CallHead head, Type? type)
    {
        lock (_known)
        {
            if (!_known.TryGetValue(key, out var member))
            {
                _known[key] = member = Search(head, type);
            }

            return member;
        }
    }

    private static string Shown(CallHead head) =>
        head.Name.Length > 4 && head.Name[..4] is "get_" or "set_" or "add_" ? head.Name[4..] : head.Name;

    private static string Short(string name) => name.TrimEnd(';').Split('.', '+', '/')[^1];

    private Member? Search(CallHead head, Type? type)
    {
        var types = Array.ConvertAll(head.Parameters, parameter => names.Read(parameter.Type));
        var generics = Array.ConvertAll(head.Generics, name => names.Read(name) ?? typeof(CheckerObject));
        if (type is null)
        {
            return Best(answer.Statics.SelectMany(candidate => candidate.GetMethods(All)).Where(method => method.Name == head.Name), types,
                generics, head);
        }

        if (head.Name == ".ctor")
        {
            return Best(type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance), types, generics, head)
                ?? (types.Length == 0 && type.IsValueType ? new Member(null, null, []) { Owner = type } : null);
        }

        return Best(Methods(type, head.Name), types, generics, head) ?? Accessor(type, head, types)
            ?? ByFace(type, head.Name, types, generics, head)
            ?? Best(answer.Statics.SelectMany(candidate => candidate.GetMethods(All)).Where(method => method.Name == head.Name), types,
                generics, head);
    }

    private static IEnumerable<MethodBase> Methods(Type type, string name)
    {
        for (var up = type; up is not null; up = up.BaseType)
        {
            foreach (var method in up.GetMethods(All | BindingFlags.DeclaredOnly).Where(method => method.Name == name))
            {
                yield return method;
            }
        }

        foreach (var method in type.IsInterface
            ? type.GetInterfaces().SelectMany(face => face.GetMethods(All)).Where(method => method.Name == name) : [])
        {
            yield return method;
        }
    }

    /// <summary>A field where the task asks for a property, or the accessor of a property that the answer's base hides.</summary>
    private static Member? Accessor(Type type, CallHead head, Type?[] types)
    {
        var (kind, name) = head.Name.Length > 4 ? (head.Name[..4], head.Name[4..]) : ("", "");
        if (kind is not ("get_" or "set_") || types.Length != (kind == "get_" ? 0 : 1))
        {
            return null;
        }

        for (var up = type; up is not null; up = up.BaseType)
        {
            if (up.GetField(name, All | BindingFlags.DeclaredOnly) is { } field)
            {
                return new Member(null, field, []);
            }

            if (kind == "set_" && up.GetField($"<{name}>k__BackingField", All | BindingFlags.DeclaredOnly) is { } backing)
            {
                return new Member(null, backing, []);
            }
        }

        return null;
    }

    /// <summary>An interface's member that the answer implements explicitly.</summary>
    private static Member? ByFace(Type type, string name, Type?[] types, Type[] generics, CallHead head) =>
        Best(type.GetInterfaces().SelectMany(face => face.GetMethods()).Where(method => method.Name == name), types, generics, head);

    private static Member? Best(IEnumerable<MethodBase> candidates, Type?[] types, Type[] generics, CallHead head)
    {
        Member? best = null;
        var bestScore = int.MaxValue;
        foreach (var candidate in candidates)
        {
            if (Closed(candidate, types, generics) is not { } method)
            {
                continue;
            }

            var parameters = method.GetParameters();
            if (Score(parameters, types) is not (>= 0 and var score)
                || (head.Name is "op_Implicit" or "op_Explicit" && !Returns(method, head)))
            {
                continue;
            }

            score += method.IsPublic ? 0 : method.IsAssembly || method.IsFamilyOrAssembly ? 1 : 100;
            if (score < bestScore)
            {
                (best, bestScore) = (new Member(method, null, parameters), score);
            }
        }

        return best;
    }

    private static bool Returns(MethodBase method, CallHead head) =>
        head.Result.Contains(((MethodInfo)method).ReturnType.Name, StringComparison.Ordinal);

    private static int Score(ParameterInfo[] parameters, Type?[] types)
    {
        if (parameters.Length < types.Length
            || parameters.Skip(types.Length).Any(parameter => !parameter.IsOptional && !parameter.IsDefined(typeof(ParamArrayAttribute))))
        {
            return Match.None;
        }

        var sum = (parameters.Length - types.Length) * 2;
        for (var i = 0; i < types.Length; i++)
        {
            if (Match.Score(types[i], parameters[i].ParameterType) is not (>= 0 and var score))
            {
                return Match.None;
            }

            sum += score;
        }

        return sum;
    }

    private static MethodBase? Closed(MethodBase method, Type?[] types, Type[] generics)
    {
        if (method is not MethodInfo { IsGenericMethodDefinition: true } open)
        {
            return method;
        }

        var wanted = open.GetGenericArguments();
        var arguments = generics.Length == wanted.Length ? generics : Inferred(open, wanted, types);
        try
        {
            return arguments is null ? null : open.MakeGenericMethod(arguments);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Type[]? Inferred(MethodInfo open, Type[] wanted, Type?[] types)
    {
        var found = new Type?[wanted.Length];
        foreach (var (parameter, type) in open.GetParameters().Zip(types))
        {
            Unify(parameter.ParameterType, type, wanted, found);
        }

        return Array.TrueForAll(found, type => type is not null) ? found.OfType<Type>().ToArray() : null;
    }

    private static void Unify(Type open, Type? type, Type[] wanted, Type?[] found)
    {
        if (type is null)
        {
            return;
        }

        if (open.IsGenericParameter && Array.IndexOf(wanted, open) is >= 0 and var index)
        {
            found[index] ??= type;
        }
        else if (open.IsArray && type.IsArray)
        {
            Unify(open.GetElementType()!, type.GetElementType(), wanted, found);
        }
        else if (open.IsGenericType)
        {
            var same = type.GetInterfaces().Prepend(type)
                .FirstOrDefault(face => face.IsGenericType && face.GetGenericTypeDefinition() == open.GetGenericTypeDefinition());
            foreach (var (inner, actual) in open.GetGenericArguments().Zip(same?.GetGenericArguments() ?? []))
            {
                Unify(inner, actual, wanted, found);
            }
        }
    }
}
