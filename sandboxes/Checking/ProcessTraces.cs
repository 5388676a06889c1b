using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Eval.Sandboxes.Checking;

/// <summary>
/// Tells whether tests can leave something in their process that other tests would meet: all that they name of .NET is on a list of what
/// keeps nothing for the whole process. What the tests keep in static fields of their own is another matter: it goes with them.
/// </summary>
internal static class ProcessTraces
{
    /// <summary>A lock that no statement of the language ends: on a text or a type it would outlast its tests.</summary>
    private const string BareLock = "Monitor.Enter";

    private const string Worker = "Eval.Sandboxes.Worker";

    /// <summary>Namespaces of which all keep nothing.</summary>
    private static readonly HashSet<string> Namespaces =
    [
        "System.Collections", "System.Collections.Generic", "System.Collections.Concurrent", "System.Collections.Immutable",
        "System.Collections.Frozen", "System.Collections.ObjectModel", "System.Collections.Specialized", "System.Linq", "System.Numerics",
        "System.Text.RegularExpressions", "System.Diagnostics.CodeAnalysis",
    ];

    private static readonly HashSet<string> Types =
    [
        .. In("System",
            """
            Object String Char Boolean Byte SByte Int16 UInt16 Int32 UInt32 Int64 UInt64 Int128 UInt128 IntPtr UIntPtr
            Half Single Double Decimal
            Void Enum ValueType Array Nullable Nullable`1 Math MathF Convert BitConverter DateTime DateTimeKind
            DateTimeOffset DateOnly TimeOnly
            TimeSpan DayOfWeek TimeZoneInfo Guid Uri UriKind Version Index Range Random HashCode StringComparer StringComparison
            StringSplitOptions MidpointRounding IComparable IComparable`1 IEquatable`1 IDisposable
            IAsyncDisposable IFormattable ISpanFormattable
            IFormatProvider IParsable`1 ISpanParsable`1 ICloneable IConvertible IObservable`1 IObserver`1 IProgress`1
            Delegate MulticastDelegate
            Predicate`1 Comparison`1 Converter`2 EventHandler EventHandler`1 EventArgs Lazy`1 Tuple Span`1 ReadOnlySpan`1 Memory`1
            ReadOnlyMemory`1 MemoryExtensions ArraySegment`1 Type RuntimeTypeHandle RuntimeFieldHandle TimeProvider
            Environment Console TypeCode
            ConsoleColor
            """),
        .. In("System.Text", "StringBuilder Rune NormalizationForm CompositeFormat"),
        .. In("System.IO", "StringReader StringWriter TextReader TextWriter Stream MemoryStream SeekOrigin Path"),
        .. In("System.Globalization",
            "CultureInfo NumberStyles DateTimeStyles NumberFormatInfo DateTimeFormatInfo CompareOptions UnicodeCategory CharUnicodeInfo"),
        .. In("System.Threading",
            "CancellationToken CancellationTokenSource CancellationTokenRegistration Interlocked Volatile Monitor Lock"),
        .. In("System.Threading.Tasks", "Task Task`1 ValueTask ValueTask`1 TaskCompletionSource TaskCompletionSource`1"),
        .. In("System.ComponentModel", "INotifyPropertyChanged PropertyChangedEventArgs PropertyChangedEventHandler CancelEventArgs"),
        .. In("System.Reflection", "MemberInfo DefaultMemberAttribute"),
        .. In("System.Runtime.InteropServices", "CollectionsMarshal ImmutableCollectionsMarshal InAttribute OutAttribute"),
    ];

    /// <summary>How the names of those begin of which there is one for each number of type arguments.</summary>
    private static readonly string[] Families = ["Func`", "Action", "ValueTuple", "Tuple`"];

    /// <summary>Members of these that are for the whole process all the same, or begin what goes on by itself.</summary>
    private static readonly HashSet<string> Members =
    [
        "Task.Run", "Task.Start", "Task..ctor", "Task.get_Factory", "Task`1.get_Factory", "Environment.Exit", "Environment.FailFast",
        "Environment.SetEnvironmentVariable", "Uri.RegisterParser", "TimeZoneInfo.ClearCachedData", "Object.Finalize",
        "Delegate.CreateDelegate", "Console.OpenStandardInput", "Console.OpenStandardOutput", "Console.OpenStandardError",
        "Monitor.TryEnter", BareLock,
    ];

    /// <summary>Static setters of these are a thread's, and each run of tests has its own.</summary>
    private static readonly HashSet<string> ThreadMembers = ["CultureInfo.set_CurrentCulture", "CultureInfo.set_CurrentUICulture"];

    /// <summary>
    /// Of compiled code and its helpers the ways around the language, and what runs once only where tests are loaded once.
    /// </summary>
    private static readonly HashSet<string> Unsafe = ["Unsafe", "UnsafeAccessorAttribute", "IgnoresAccessChecksToAttribute",
        "ModuleInitializerAttribute"];

    /// <summary>Whether none of what an assembly names keeps anything for the whole process.</summary>
    public static bool LeavesNone(byte[] assembly)
    {
        using var file = new PEReader(ImmutableArray.Create(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.All(handle => KeepsNothing(metadata, metadata.GetTypeReference(handle)))
            && metadata.MemberReferences.All(handle => KeepsNothing(metadata, metadata.GetMemberReference(handle)))
            && metadata.MethodDefinitions.All(handle => metadata.GetMethodDefinition(handle).GetImport().Module.IsNil);
    }

    private static IEnumerable<string> In(string space, string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(name => $"{space}.{name}");

    private static bool KeepsNothing(MetadataReader metadata, TypeReference type)
    {
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return KeepsNothing(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope));
        }

        var (space, name) = (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        return IsOfWorker(metadata, type) || Namespaces.Contains(space) || Types.Contains($"{space}.{name}")
            || (space == "System.Runtime.CompilerServices" && !Unsafe.Contains(name))
            || (space == "System" && Array.Exists(Families, family => name.StartsWith(family, StringComparison.Ordinal)))
            || name.EndsWith("Exception", StringComparison.Ordinal)
            || (name.EndsWith("Attribute", StringComparison.Ordinal) && !Unsafe.Contains(name));
    }

    private static bool KeepsNothing(MetadataReader metadata, MemberReference member)
    {
        var parent = member.Parent.Kind == HandleKind.TypeSpecification
            ? Definition(metadata, (TypeSpecificationHandle)member.Parent) : member.Parent;
        if (parent.Kind != HandleKind.TypeReference)
        {
            return true;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        if (IsOfWorker(metadata, type))
        {
            return true;
        }

        var name = metadata.GetString(member.Name);
        var full = $"{metadata.GetString(type.Name)}.{name}";
        var isStaticChange = !metadata.GetBlobReader(member.Signature).ReadSignatureHeader().IsInstance
            && (name.StartsWith("set_", StringComparison.Ordinal) || name.StartsWith("add_", StringComparison.Ordinal));
        var isOfStatement = full == BareLock && ParameterCount(metadata, member) > 1;
        return (!Members.Contains(full) || isOfStatement) && (!isStaticChange || ThreadMembers.Contains(full));
    }

    private static int ParameterCount(MetadataReader metadata, MemberReference method)
    {
        var signature = metadata.GetBlobReader(method.Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    /// <summary>The type of which another is made with type arguments; the other itself where it is made otherwise.</summary>
    private static EntityHandle Definition(MetadataReader metadata, TypeSpecificationHandle made)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(made).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return made;
        }

        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle();
    }

    private static bool IsOfWorker(MetadataReader metadata, TypeReference type) => type.ResolutionScope.Kind == HandleKind.AssemblyReference
        && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == Worker;
}
