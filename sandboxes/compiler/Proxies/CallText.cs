using Microsoft.CodeAnalysis;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>Writes the body of a member of a stand-in: the call of the answer's.</summary>
/// <param name="type">The stand-in.</param>
internal sealed class CallText(INamedTypeSymbol type)
{
    private const string Remote = "global::Eval.Checking.Remote";
    private readonly string _self = Names.Type(type);
    private readonly string _this = type.TypeKind == TypeKind.Interface ? "(global::Eval.Checking.IRemote)this" : "this";

    /// <summary>Writes a body, from the arrow or brace on.</summary>
    /// <param name="declaring">The type that declares the member.</param>
    /// <param name="name">The member's name in metadata.</param>
    /// <param name="result">What it returns; null for nothing.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="isStatic">Whether it needs no object.</param>
    /// <param name="changes">Whether it may change a struct.</param>
    /// <param name="generics">Its type parameters.</param>
    /// <param name="byAnswer">Whether it decides on equality or order.</param>
    /// <param name="value">The name of the value that a setter is given; null elsewhere.</param>
    public string Body(
        ITypeSymbol declaring, string name, ITypeSymbol? result, IReadOnlyList<IParameterSymbol> parameters, bool isStatic, bool changes,
        IReadOnlyList<ITypeParameterSymbol>? generics = null, bool byAnswer = false, (string Name, ITypeSymbol Type)? value = null)
    {
        var types = parameters.Select(parameter => Names.TypeOf(parameter.Type)).ToList();
        var arguments = parameters.Select(Argument).ToList();
        if (value is { } given)
        {
            types.Add(Names.TypeOf(given.Type));
            arguments.Add(given.Name);
        }

        var modes = string.Concat(parameters.Select(parameter => parameter.RefKind switch { RefKind.Ref => 'r', RefKind.Out => 'o',
            _ => 'v' }));
        var returned = result is null || declaring.TypeKind == TypeKind.Error ? null : result.TypeKind == TypeKind.Dynamic
            ? "object" : Names.Passed(result);
        var tail = $"{Names.TypeOf(Open(declaring))}, {Names.Text(name)}, {TypeArray(generics?.Select(Names.TypeOf) ?? [])}, "
            + $"{TypeArray(types)}, ";
        var head = isStatic ? returned is null ? $"{Remote}.DoStatic({tail}" : $"{Remote}.CallStatic<{returned}>({tail}"
            : type.IsValueType ? $"{Remote}.CallStruct<{returned ?? "object"}>(ref __handle, typeof({_self}), {tail}"
            : returned is null ? $"{Remote}.Do({_this}, {tail}" : $"{Remote}.Call<{returned}>({_this}, {tail}";
        var rest = $", {Names.Text(modes)}{(!isStatic && type.IsValueType && changes ? ", true" : "")})";
        var spans = parameters.Where(parameter => Names.SpanOf(parameter.Type) is not null && parameter.Type.Name == "Span").ToList();
        if (modes.All(mode => mode == 'v') && spans.Count == 0 && !byAnswer)
        {
            return $" => {head}{ObjectArray(arguments)}{rest};";
        }

        var copies = string.Concat(spans.Select(span => $"var __copy_{span.Name} = {Names.Id(span.Name)}.ToArray(); "));
        var back = string.Concat(spans.Select(span =>
            $"global::System.MemoryExtensions.AsSpan(__copy_{span.Name}).CopyTo({Names.Id(span.Name)}); "))
            + string.Concat(parameters.Select((parameter, index) => parameter.RefKind is RefKind.Ref or RefKind.Out
                ? $"{Names.Id(parameter.Name)} = {Remote}.As<{Names.Type(parameter.Type)}>(__arguments[{index}]); " : ""));
        var call = $"{head}__arguments{rest};";
        return $" {{ {(byAnswer ? $"{Remote}.ByAnswer(); " : "")}{copies}var __arguments = {ObjectArray(arguments)}; "
            + (returned is null ? $"{call} {back}}}" : $"var __result = {call} {back}return __result; }}");
    }

    /// <summary>Writes the statements that make an object or struct.</summary>
    public string Construction(IReadOnlyList<IParameterSymbol> parameters)
    {
        var modes = string.Concat(parameters.Select(parameter => parameter.RefKind switch { RefKind.Ref => 'r', RefKind.Out => 'o',
            _ => 'v' }));
        var types = TypeArray(parameters.Select(parameter => Names.TypeOf(parameter.Type)));
        var values = ObjectArray(parameters.Select(parameter =>
            Names.SpanOf(parameter.Type) is not null ? $"{Names.Id(parameter.Name)}.ToArray()" : Argument(parameter)));
        var rest = $"typeof({_self}), {types}, {values}, {Names.Text(modes)})";
        return type.IsValueType ? $"__handle = {Remote}.Make({rest};" : $"{Remote}.New(this, {rest};";
    }

    private static ITypeSymbol Open(ITypeSymbol type) => type;

    private static string Argument(IParameterSymbol parameter) => parameter.RefKind == RefKind.Out ? "null"
        : Names.SpanOf(parameter.Type) is null ? Names.Id(parameter.Name)
        : parameter.Type.Name == "Span" ? $"__copy_{parameter.Name}" : $"{Names.Id(parameter.Name)}.ToArray()";

    private static string TypeArray(IEnumerable<string> types) => types.ToList() is { Count: > 0 } list
        ? $"new global::System.Type[] {{ {string.Join(", ", list)} }}" : "global::System.Type.EmptyTypes";

    private static string ObjectArray(IEnumerable<string> values) => values.ToList() is { Count: > 0 } list
        ? $"new object[] {{ {string.Join(", ", list)} }}" : "global::System.Array.Empty<object>()";
}
