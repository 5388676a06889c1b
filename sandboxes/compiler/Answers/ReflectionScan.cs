using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Eval.Sandboxes.Compiler.Answers;

/// <summary>
/// Finds whether an assembly could reach the runner it shares a process with: reflection, native code, raw memory, run-time code. Looks at
/// the metadata, where nothing that is used can hide. It is needed only where assertions are decided in that process.
/// </summary>
internal static class ReflectionScan
{
    private static readonly HashSet<string> ForbiddenTypes =
    [
        "System.Activator", "System.AppDomain", "System.Diagnostics.Process", "System.Diagnostics.StackTrace",
            "System.Diagnostics.StackFrame",
        "System.Runtime.CompilerServices.Unsafe", "System.Runtime.CompilerServices.UnsafeAccessorAttribute",
        "System.Runtime.CompilerServices.ModuleInitializerAttribute", "System.Runtime.InteropServices.Marshal",
        "System.Runtime.InteropServices.GCHandle", "System.Runtime.InteropServices.NativeLibrary",
            "System.Runtime.InteropServices.NativeMemory",
        "System.Runtime.InteropServices.MemoryMarshal", "System.TypedReference", "System.ArgIterator",
    ];

    private static readonly string[] ForbiddenNamespaces =
    [
        "System.Reflection", "System.Runtime.Loader", "System.Linq.Expressions", "Microsoft.CSharp.RuntimeBinder", "System.Dynamic",
    ];

    /// <summary>Types of which some members are harmless.</summary>
    private static readonly HashSet<string> MemberByMember = ["System.Type", "System.Delegate", "System.Reflection.MemberInfo"];

    /// <summary>Members that the compiler itself or harmless code uses.</summary>
    private static readonly HashSet<string> AllowedMembers =
    [
        "System.Type.GetTypeFromHandle", "System.Reflection.MemberInfo.get_Name", "System.Type.get_FullName", "System.Type.op_Equality",
            "System.Type.op_Inequality",
        "System.Type.Equals", "System.Type.ToString", "System.Type.GetTypeCode", "System.Type.get_IsValueType", "System.Type.get_IsEnum",
        "System.Delegate.Combine", "System.Delegate.Remove",
    ];

    /// <summary>Returns what is used and forbidden, or null.</summary>
    public static string? Find(PEReader image)
    {
        var metadata = image.GetMetadataReader();
        if (metadata.GetTableRowCount(TableIndex.ImplMap) > 0)
        {
            return "native code (DllImport)";
        }

        foreach (var handle in metadata.TypeReferences)
        {
            var name = Name(metadata, handle);
            if (ForbiddenTypes.Contains(name) || (IsForbiddenNamespace(name) && !MemberByMember.Contains(name)))
            {
                return name;
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                var type = Name(metadata, (TypeReferenceHandle)member.Parent);
                var name = $"{type}.{metadata.GetString(member.Name)}";
                if (MemberByMember.Contains(type) && !AllowedMembers.Contains(name))
                {
                    return name;
                }
            }
        }

        return null;
    }

    private static bool IsForbiddenNamespace(string name) =>
        !name.EndsWith("Attribute", StringComparison.Ordinal)
        && ForbiddenNamespaces.Any(space => name.StartsWith(space + ".", StringComparison.Ordinal));

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var space = metadata.GetString(type.Namespace);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Name(metadata, (TypeReferenceHandle)type.ResolutionScope) + "+" + name
            : space.Length == 0 ? name : $"{space}.{name}";
    }
}
