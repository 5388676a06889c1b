using System.Reflection;
using System.Runtime.Loader;

namespace Eval.Sandboxes.Worker.Judging;

/// <summary>
/// Loads tests. What they keep in static fields is gone with each answer, since they are loaded anew for each; those that keep nothing there stay,
/// compiled as they are.
/// </summary>
internal sealed class LoadedTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private Assembly? _kept;
    private ReadOnlyMemory<byte> _bytes;

    public Assembly Load(ReadOnlyMemory<byte> assembly)
    {
        if (_kept is not null && _bytes.Span.SequenceEqual(assembly.Span))
        {
            return _kept;
        }

        var loaded = new AssemblyLoadContext("tests").LoadFromStream(new MemoryStream(assembly.ToArray(), writable: false));
        (_kept, _bytes) = Array.TrueForAll(loaded.GetTypes(), KeepsNothing) ? (loaded, assembly) : (null, default);
        return loaded;
    }

    /// <summary>Whether a type has no static state, but for delegates and constants that the compiler keeps in types of its own.</summary>
    private static bool KeepsNothing(Type type) => type.Name.StartsWith('<')
        || (type.TypeInitializer is null && Array.TrueForAll(type.GetFields(Statics), field => field.IsLiteral));
}
