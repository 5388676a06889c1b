using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>Writes the members of a stand-in.</summary>
internal sealed class MemberText(INamedTypeSymbol type, StringBuilder text)
{
    private static readonly HashSet<string> Ordering = ["CompareTo", "op_Equality", "op_Inequality", "op_LessThan", "op_GreaterThan",
        "op_LessThanOrEqual", "op_GreaterThanOrEqual"];

    private readonly CallText _calls = new(type);
    private readonly HashSet<string> _signatures = [];

    public void Write()
    {
        foreach (var member in type.GetMembers())
        {
            switch (member)
            {
                case IFieldSymbol field when Names.IsReachable(field) && !field.IsImplicitlyDeclared && Names.IsWritable(field.Type)
                    && field.AssociatedSymbol is null:
                    Field(field);
                    break;
                case IPropertySymbol property when property.Name != "EqualityContract":
                    Property(property);
                    break;
                case IEventSymbol raised:
                    Event(raised);
                    break;
                case IMethodSymbol method:
                    Method(method);
                    break;
            }
        }
    }

    /// <summary>The parameters as they stand in a declaration.</summary>
    public static string Parameters(IEnumerable<IParameterSymbol> parameters, bool isExtension = false, bool withDefaults = false) =>
        string.Join(", ", parameters.Select((parameter, index) =>
        (isExtension && index == 0 ? "this " : "") + (parameter.IsParams ? "params " : "")
        + parameter.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", _ => "" }
        + $"{Names.Type(parameter.Type)} {Names.Id(parameter.Name)}"
        + (withDefaults && parameter.HasExplicitDefaultValue
            ? $" = {Names.Constant(parameter.ExplicitDefaultValue, parameter.Type)}" : "")));

    private static bool CanWrite(IMethodSymbol method) =>
        !method.ReturnsByRef && !method.ReturnsByRefReadonly && Names.IsWritable(method.ReturnType)
        && method.Parameters.All(parameter => Names.IsWritable(parameter.Type) && parameter.RefKind is not RefKind.RefReadOnlyParameter);

    /// <summary>What makes a member part of its hierarchy.</summary>
    private string Modifiers(ISymbol member) => member.IsStatic ? "static "
        : member.IsOverride ? "override "
        : (member.IsVirtual || member.IsAbstract) && type is { TypeKind: TypeKind.Class, IsSealed: false } ? "virtual " : "";

    private void Field(IFieldSymbol field)
    {
        var (kind, name) = (Names.Type(field.Type), Names.Id(field.Name));
        if (field.HasConstantValue)
        {
            text.Append($"{Names.Access(field.DeclaredAccessibility)} const {kind} {name} = "
                + $"{Names.Constant(field.ConstantValue, field.Type)};\n");
            return;
        }

        text.Append($"{Names.Access(field.DeclaredAccessibility)} {(field.IsStatic ? "static " : "")}{kind} {name} {{ get")
            .Append(_calls.Body(type, "get_" + field.Name, field.Type, [], field.IsStatic, changes: false));
        if (!field.IsReadOnly)
        {
            text.Append(" set")
                .Append(_calls.Body(type, "set_" + field.Name, null, [], field.IsStatic, changes: true, value: ("value", field.Type)));
        }

        text.Append(" }\n");
    }

    private void Property(IPropertySymbol property)
    {
        var explicitly = property.ExplicitInterfaceImplementations.FirstOrDefault();
        if ((explicitly is null && !Names.IsReachable(property)) || property.ReturnsByRef || property.ReturnsByRefReadonly
            || !Names.IsWritable(property.Type)
            || property.Parameters.Any(parameter => !Names.IsWritable(parameter.Type)))
        {
            return;
        }

        var meant = explicitly ?? property;
        var declaring = explicitly?.ContainingType ?? type;
        var parameters = property.IsIndexer ? $"this[{Parameters(property.Parameters, withDefaults: true)}]" : Names.Id(meant.Name);
        text.Append(explicitly is null
            ? $"{Names.Access(property.DeclaredAccessibility)} {Modifiers(property)}{Names.Type(property.Type)} {parameters} {{"
            : $"{Names.Type(property.Type)} {Names.Type(declaring)}.{parameters} {{");
        if (property.GetMethod is { } getter && (explicitly is not null || Names.IsReachable(getter)))
        {
            text.Append($" {Accessor(property, getter)}get")
                .Append(_calls.Body(declaring, "get_" + meant.MetadataName, property.Type, property.Parameters, property.IsStatic,
                    ChangesStruct(getter)));
        }

        if (property.SetMethod is { } setter && (explicitly is not null || Names.IsReachable(setter)))
        {
            text.Append($" {Accessor(property, setter)}{(setter.IsInitOnly ? "init" : "set")}")
                .Append(_calls.Body(
                    declaring, "set_" + meant.MetadataName, null, property.Parameters, property.IsStatic, changes: true, value: ("value",
                        property.Type)));
        }

        text.Append(" }\n");
    }

    private static string Accessor(IPropertySymbol property, IMethodSymbol accessor) =>
        accessor.DeclaredAccessibility != property.DeclaredAccessibility && property.ExplicitInterfaceImplementations.IsEmpty
            ? "internal " : "";

    private void Event(IEventSymbol raised)
    {
        var explicitly = raised.ExplicitInterfaceImplementations.FirstOrDefault();
        if ((explicitly is null && !Names.IsReachable(raised)) || !Names.IsWritable(raised.Type))
        {
            return;
        }

        var declaring = explicitly?.ContainingType ?? type;
        var name = explicitly?.Name ?? raised.Name;
        text.Append(explicitly is null
            ? $"{Names.Access(raised.DeclaredAccessibility)} {Modifiers(raised)}event {Names.Type(raised.Type)} {Names.Id(name)} {{"
            : $"event {Names.Type(raised.Type)} {Names.Type(declaring)}.{Names.Id(name)} {{");
        text.Append($" add{_calls.Body(declaring, "add_" + name, null, [], raised.IsStatic, changes: true, value: ("value", raised.Type))}")
            .Append(" remove")
            .Append(_calls.Body(declaring, "remove_" + name, null, [], raised.IsStatic, changes: true, value: ("value", raised.Type)))
            .Append(" }\n");
    }

    private void Method(IMethodSymbol method)
    {
        switch (method.MethodKind)
        {
            case MethodKind.Constructor when Names.IsReachable(method)
                || type.IsAbstract && method.DeclaredAccessibility == Accessibility.Protected:
                Constructor(method);
                break;
            case MethodKind.UserDefinedOperator or MethodKind.Conversion when !method.IsImplicitlyDeclared && CanWrite(method):
                Operator(method);
                break;
            case MethodKind.ExplicitInterfaceImplementation when CanWrite(method) && method.AssociatedSymbol is null:
                var meant = method.ExplicitInterfaceImplementations[0];
                text.Append($"{Returned(method)} {Names.Type(meant.ContainingType)}.{Names.Id(meant.Name)}")
                    .Append($"{Names.TypeParameters(method.TypeParameters).List}({Parameters(method.Parameters)})")
                    .Append(_calls.Body(
                        meant.ContainingType, meant.Name, method.ReturnsVoid
                            ? null : method.ReturnType, method.Parameters, false, ChangesStruct(method),
                        method.TypeParameters, Ordering.Contains(meant.Name) || meant.Name == "Equals"))
                    .Append('\n');
                break;
            case MethodKind.Ordinary when Names.IsReachable(method) && CanWrite(method)
                && (!method.IsImplicitlyDeclared || method.Name == "Deconstruct") && method.Name != "ToString"
                && !method.Name.StartsWith('<'):
                Ordinary(method);
                break;
        }
    }

    private void Constructor(IMethodSymbol method)
    {
        if ((method.IsImplicitlyDeclared && (type.IsValueType || method.Parameters.Length > 0)) || method.IsStatic
            || !method.Parameters.All(parameter => Names.IsWritable(parameter.Type))
            || IsCopy(method))
        {
            return;
        }

        foreach (var parameters in Shortened(method))
        {
            if (type.IsValueType && parameters.Count == 0 && method.Parameters.Length > 0)
            {
                continue;
            }

            if (_signatures.Add($".ctor({Signature(parameters)})"))
            {
                var access = Names.Access(type.IsValueType && parameters.Count == 0 ? Accessibility.Public : method.DeclaredAccessibility);
                var outs = string.Concat(parameters.Where(parameter => parameter.RefKind == RefKind.Out)
                    .Select(parameter => $"{Names.Id(parameter.Name)} = default; "));
                text.Append($"{access} {Names.Id(type.Name)}({Parameters(parameters)})")
                    .Append(type.IsValueType ? "" : " : this(default(global::Eval.Checking.Marker))")
                    .Append($" {{ {outs}{_calls.Construction(parameters)} }}\n");
            }
        }
    }

    private bool IsCopy(IMethodSymbol method) =>
        type.IsRecord && method.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, type)
        && method.IsImplicitlyDeclared;

    private void Operator(IMethodSymbol method)
    {
        var parameters = Parameters(method.Parameters);
        var body = _calls.Body(type, method.Name, method.ReturnType, method.Parameters, isStatic: true, changes: false,
            byAnswer: Ordering.Contains(method.Name));
        if (method.MethodKind == MethodKind.Conversion)
        {
            text.Append($"public static {(method.Name == "op_Implicit" ? "implicit" : "explicit")} operator "
                + $"{Names.Type(method.ReturnType)}({parameters}){body}\n");
        }
        else
        {
            text.Append($"public static {Names.Type(method.ReturnType)} operator "
                + $"{SyntaxFacts.GetText(SyntaxFacts.GetOperatorKind(method.Name))}({parameters}){body}\n");
        }
    }

    private void Ordinary(IMethodSymbol method)
    {
        var isEquality = method.Name is "Equals" && method.Parameters.Length == 1
            && method.ReturnType.SpecialType == SpecialType.System_Boolean;
        var (list, constraints) = Names.TypeParameters(method.TypeParameters);
        foreach (var parameters in Shortened(method))
        {
            if (_signatures.Add($"{method.Name}`{method.Arity}({Signature(parameters)})"))
            {
                var modifiers = parameters.Count == method.Parameters.Length ? Modifiers(method) : method.IsStatic ? "static " : "";
                text.Append($"{Names.Access(method.DeclaredAccessibility)} {modifiers}{Returned(method)} {Names.Id(method.Name)}{list}")
                    .Append($"({Parameters(parameters, method.IsExtensionMethod)}){(method.IsOverride ? "" : constraints)}")
                    .Append(_calls.Body(
                        type, method.Name, method.ReturnsVoid
                            ? null : method.ReturnType, parameters, method.IsStatic, ChangesStruct(method),
                        method.TypeParameters, isEquality || Ordering.Contains(method.Name)))
                    .Append('\n');
            }
        }
    }

    /// <summary>A call that leaves optional arguments out means what the answer says is meant then.</summary>
    private static IEnumerable<IReadOnlyList<IParameterSymbol>> Shortened(IMethodSymbol method)
    {
        yield return method.Parameters;
        for (var count = method.Parameters.Length; count > 0 && method.Parameters[count - 1].HasExplicitDefaultValue; count--)
        {
            yield return method.Parameters.Take(count - 1).ToList();
        }
    }

    private static string Signature(IEnumerable<IParameterSymbol> parameters) =>
        string.Join(',', parameters.Select(parameter => (parameter.RefKind == RefKind.None ? "" : "&") + Names.Type(parameter.Type)));

    private static string Returned(IMethodSymbol method) => method.ReturnsVoid ? "void" : Names.Type(method.ReturnType);

    private bool ChangesStruct(IMethodSymbol method) => type.IsValueType && !method.IsReadOnly && !type.IsReadOnly && !IsAutoGetter(method);

    private static bool IsAutoGetter(IMethodSymbol method) => method.MethodKind == MethodKind.PropertyGet;
}
