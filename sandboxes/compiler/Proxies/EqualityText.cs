using System.Text;
using Microsoft.CodeAnalysis;

namespace Eval.Sandboxes.Compiler.Proxies;

/// <summary>
/// Writes when two stand-ins are equal. Where the reference leaves that to the language (records, structs), it is decided member by member
/// in the tests' process, whatever the answer's own Equals says. What the reference writes by hand is asked of the answer, and noted.
/// </summary>
internal sealed class EqualityText(INamedTypeSymbol type, StringBuilder text)
{
    public void Write()
    {
        var isByHand = type.GetMembers("Equals").OfType<IMethodSymbol>()
            .Any(method => !method.IsImplicitlyDeclared && method.Parameters.Length == 1);
        if (isByHand || (!type.IsRecord && !type.IsValueType))
        {
            return;
        }

        var self = Names.Type(type);
        var members = Members();
        var same = members is null
            ? null : string.Concat(members.Select(member => $" && global::Eval.Checking.Remote.Same({member}, __other.{member})"));
        var call = type.IsValueType ? $"CallStruct<bool>(ref __handle, typeof({self}), " : "Call<bool>(this, ";
        var asked = $"global::Eval.Checking.Remote.ByAnswer(); return global::Eval.Checking.Remote.{call}"
            + $"typeof({self}), \"Equals\", global::System.Type.EmptyTypes, new global::System.Type[] {{ typeof(object) }}, new object[] "
            + $"{{ __other }});";
        if (type.IsValueType)
        {
            var name = type.IsRecord ? $"public bool Equals({self} __other)" : $"private bool __Equals({self} __other)";
            text.Append(same is null ? $"{name} {{ {asked} }}\n" : $"{name} => true{same};\n");
            if (!type.IsRecord)
            {
                text.Append($"public override bool Equals(object __value) => __value is {self} __other && __Equals(__other);\n");
            }
        }
        else
        {
            var name = $"public {(type.IsSealed ? "" : "virtual ")}bool Equals({self} __other)";
            text.Append(same is null ? $"{name} {{ if (__other is null || GetType() != __other.GetType()) return false; {asked} }}\n"
                : $"{name} => __other is not null && GetType() == __other.GetType(){same};\n");
        }

        if (type.GetMembers("GetHashCode").All(method => method.IsImplicitlyDeclared))
        {
            text.Append($"public override int GetHashCode() => "
                + $"{(members is { Count: > 0 } ? $"global::Eval.Checking.Remote.Hash({string.Join(", ", members)})" : "0")};\n");
        }
    }

    /// <summary>The members that hold all that an object is made of; null where tests cannot reach them all.</summary>
    private List<string>? Members()
    {
        var members = new List<string>();
        for (var up = type; up is not null && up.DeclaringSyntaxReferences.Length > 0; up = up.BaseType)
        {
            foreach (var field in up.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst))
            {
                ISymbol member = field.AssociatedSymbol ?? field;
                var isReadable = Names.IsReachable(member)
                    && (member is not IPropertySymbol property || property.GetMethod is { } getter && Names.IsReachable(getter))
                    && member is not IEventSymbol;
                if (!isReadable)
                {
                    return null;
                }

                members.Add(Names.Id(member.Name));
            }
        }

        return members.Count == 0 && !type.IsRecord ? null : members.Distinct().ToList();
    }
}
