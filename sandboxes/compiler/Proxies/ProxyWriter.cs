using System.Text;
using Microsoft.CodeAnalysis;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>
/// Writes stand-ins for the types of a reference: the same names and members, which call the answer in its process. Nothing of the
/// reference's code is in them but constants.
/// </summary>
internal sealed class ProxyWriter
{
    private const string Remotes = "global::Eval.Checking.";
    private const string Handle = Remotes + "Handle";
    private const string NoTypes = "global::System.Type.EmptyTypes";
    private const string NoValues = "global::System.Array.Empty<object>()";

    private static readonly SymbolDisplayFormat WithoutGlobal =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    private readonly StringBuilder _text = new("#pragma warning disable\n");

    /// <summary>Why some type cannot have a stand-in; null for none.</summary>
    public string? Refusal { get; private set; }

    public string Write(Compilation reference)
    {
        Namespace(reference.Assembly.GlobalNamespace);
        return _text.ToString();
    }

    private void Namespace(INamespaceSymbol space)
    {
        foreach (var type in space.GetTypeMembers()
            .Where(type => !type.IsImplicitlyDeclared && !type.IsFileLocal && type.Name.Length > 0 && !type.Name.StartsWith('<')))
        {
            if (!space.IsGlobalNamespace)
            {
                _text.Append($"namespace {space.ToDisplayString(WithoutGlobal)} {{\n");
            }

            Type(type);
            _text.Append(space.IsGlobalNamespace ? "" : "}\n");
        }

        foreach (var inner in space.GetNamespaceMembers())
        {
            Namespace(inner);
        }
    }

    private void Type(INamedTypeSymbol type)
    {
        if (!Names.IsReachable(type))
        {
            return;
        }

        _text.Append("[global::Eval.Checking.Asked] ");
        switch (type.TypeKind)
        {
            case TypeKind.Enum:
                Enum(type);
                break;
            case TypeKind.Delegate:
                Delegate(type);
                break;
            case TypeKind.Interface:
                Interface(type);
                break;
            default:
                Class(type);
                break;
        }
    }

    private void Enum(INamedTypeSymbol type)
    {
        var flags = type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "FlagsAttribute")
            ? "[global::System.Flags] " : "";
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .Select(field =>
                $"{Names.Id(field.Name)} = {Convert.ToString(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture)}");
        _text.Append($"{flags}{Names.Access(type.DeclaredAccessibility)} enum {Names.Id(type.Name)} : "
            + $"{Names.Type(type.EnumUnderlyingType!)} {{ {string.Join(", ", members)} }}\n");
    }

    private void Delegate(INamedTypeSymbol type)
    {
        var invoke = type.DelegateInvokeMethod!;
        var (list, constraints) = Names.TypeParameters(type.TypeParameters, withVariance: true);
        var result = invoke.ReturnsVoid ? "void" : Names.Type(invoke.ReturnType);
        _text.Append($"{Names.Access(type.DeclaredAccessibility)} delegate {result} ")
            .Append($"{Names.Id(type.Name)}{list}({MemberText.Parameters(invoke.Parameters, withDefaults: true)}){constraints};\n");
    }

    private void Interface(INamedTypeSymbol type)
    {
        var (list, constraints) = Names.TypeParameters(type.TypeParameters, withVariance: true);
        var bases = type.Interfaces.Length == 0 ? "" : " : " + string.Join(", ", type.Interfaces.Select(Names.Type));
        _text.Append($"{Names.Access(type.DeclaredAccessibility)} interface {Names.Id(type.Name)}{list}{bases}{constraints} {{\n");
        foreach (var member in type.GetMembers().Where(member => !member.IsStatic && member.DeclaredAccessibility == Accessibility.Public))
        {
            InterfaceMember(member, new CallText(type));
        }

        _text.Append("}\n");
    }

    /// <summary>What an interface implements by itself is asked of the answer.</summary>
    private void InterfaceMember(ISymbol member, CallText calls)
    {
        switch (member)
        {
            case IMethodSymbol { MethodKind: MethodKind.Ordinary } method:
                var (list, constraints) = Names.TypeParameters(method.TypeParameters);
                var body = method.IsAbstract ? ";" : calls.Body(
                    method.ContainingType, method.Name, method.ReturnsVoid
                        ? null : method.ReturnType, method.Parameters, false, false, method.TypeParameters);
                _text.Append(method.ReturnsVoid ? "void" : Names.Type(method.ReturnType)).Append($" {Names.Id(method.Name)}{list}")
                    .Append($"({MemberText.Parameters(method.Parameters, withDefaults: true)}){constraints}{body}\n");
                break;
            case IPropertySymbol { IsAbstract: false, GetMethod: not null, IsIndexer: false } given:
                _text.Append($"{Names.Type(given.Type)} {Names.Id(given.Name)} {{ "
                    + $"get{calls.Body(given.ContainingType, "get_" + given.Name, given.Type, [], false, false)}")
                    .Append(given.SetMethod is null ? ""
                        : " set" + calls.Body(
                            given.ContainingType, "set_" + given.Name, null, [], false, false, value: ("value", given.Type)))
                    .Append(" }\n");
                break;
            case IPropertySymbol property:
                var name = property.IsIndexer ? $"this[{MemberText.Parameters(property.Parameters)}]" : Names.Id(property.Name);
                var setter = property.SetMethod is null ? "" : property.SetMethod.IsInitOnly ? "init; " : "set; ";
                _text.Append($"{Names.Type(property.Type)} {name} {{ {(property.GetMethod is null ? "" : "get; ")}{setter}}}\n");
                break;
            case IEventSymbol raised:
                _text.Append($"event {Names.Type(raised.Type)} {Names.Id(raised.Name)};\n");
                break;
            case INamedTypeSymbol nested:
                Type(nested);
                break;
        }
    }

    private void Class(INamedTypeSymbol type)
    {
        var (list, constraints) = Names.TypeParameters(type.TypeParameters);
        var isStatic = type.IsStatic;
        var isRoot = type.BaseType is null || type.BaseType.DeclaringSyntaxReferences.Length == 0;
        if (isRoot && !isStatic && !type.IsValueType && !CanBeRoot(type.BaseType))
        {
            Refusal ??= $"{type.Name} derives from {type.BaseType!.Name}";
        }

        var kind = (type.IsRecord ? "record " : "") + (type.IsValueType ? "struct" : type.IsRecord ? "" : "class");
        var modifiers = isStatic ? "static " : type is { IsSealed: true, IsValueType: false } ? "sealed " : "";
        var bases = new List<string>();
        if (!isStatic)
        {
            if (!type.IsValueType && type.BaseType is { SpecialType: not SpecialType.System_Object } up)
            {
                bases.Add(Names.Type(up));
            }

            bases.AddRange(type.Interfaces.Where(face => Names.IsWritable(face) && !(type.IsRecord && face.Name == "IEquatable"))
                .Select(Names.Type));
            if (isRoot)
            {
                bases.Add("global::Eval.Checking.IRemote");
            }
        }

        _text.Append($"{Names.Access(type.DeclaredAccessibility)} {modifiers}{kind} "
            + $"{Names.Id(type.Name)}{list}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}{constraints} {{\n");
        if (!isStatic)
        {
            Plumbing(type, isRoot);
            new EqualityText(type, _text).Write();
        }

        new MemberText(type, _text).Write();
        foreach (var nested in type.GetTypeMembers().Where(nested => !nested.IsImplicitlyDeclared))
        {
            Type(nested);
        }

        _text.Append("}\n");
    }

    /// <summary>The object that it stands for, the constructors that the exchange uses, and its text.</summary>
    private void Plumbing(INamedTypeSymbol type, bool isRoot)
    {
        var self = Names.Type(type);
        if (type.IsValueType)
        {
            _text.Append($"private {Handle} __handle; {Handle} {Remotes}IRemote.Handle {{ ")
                .Append($"get => __handle ??= {Remotes}Remote.Make(typeof({self}), {NoTypes}, {NoValues}); set => __handle = value; }}\n")
                .Append($"public override string ToString() => {Remotes}Remote.CallStruct<string>(ref __handle, typeof({self}), ")
                .Append($"typeof({self}), \"ToString\", {NoTypes}, {NoTypes}, {NoValues});\n");
            return;
        }

        var name = Names.Id(type.Name);
        if (isRoot)
        {
            _text.Append($"private {Handle} __handle; {Handle} {Remotes}IRemote.Handle {{ get => __handle; set => __handle = value; }}\n");
        }

        _text.Append($"internal {name}({Remotes}Marker __marker){(isRoot ? "" : " : base(__marker)")} {{ }}\n");
        if (type.IsRecord)
        {
            var cloned = isRoot ? $"__handle = {Remotes}Remote.Clone(__original);" : "";
            _text.Append($"{(type.IsSealed ? "private" : "protected")} {name}({self} __original){(isRoot ? "" : " : base(__original)")} {{ "
                + $"{cloned} }}\n");
        }

        _text.Append($"public override string ToString() => {Called(self, "ToString")};\n");
        if (isRoot && type.BaseType is { } up && IsException(up) && type.GetMembers("Message").IsEmpty)
        {
            _text.Append($"public override string Message => {Called(self, "get_Message")};\n");
        }
    }

    private static string Called(string self, string member) =>
        $"{Remotes}Remote.Call<string>(this, typeof({self}), \"{member}\", {NoTypes}, {NoTypes}, {NoValues})";

    private static bool CanBeRoot(INamedTypeSymbol? up) =>
        up is null || up.SpecialType == SpecialType.System_Object || up.Name == "EventArgs" || IsException(up);

    private static bool IsException(INamedTypeSymbol type)
    {
        var hasConstructor = type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty
            && constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected);
        for (var up = type; up is not null; up = up.BaseType)
        {
            if (up is { Name: "Exception", ContainingNamespace.Name: "System" })
            {
                return hasConstructor;
            }
        }

        return false;
    }
}
