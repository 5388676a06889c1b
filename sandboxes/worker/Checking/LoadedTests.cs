using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Eval.Sandboxes.Worker.Checking;

/// <summary>
/// Loads tests. What they keep in static fields is gone with each answer, since they are loaded anew for each; the last of those that keep
/// nothing there stay, compiled as they are, for the answers of other models.
/// </summary>
internal sealed class LoadedTests
{
    private const int MaxKept = 16;
    private const string Constants = "<PrivateImplementationDetails>";
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private readonly Queue<Kept> _kept = new();

    public Assembly Load(byte[] assembly)
    {
        foreach (var kept in _kept)
        {
            if (kept.Bytes.AsSpan().SequenceEqual(assembly))
            {
                return kept.Loaded;
            }
        }

        var loaded = new AssemblyLoadContext("tests").LoadFromStream(new MemoryStream(assembly, writable: false));
        if (Array.TrueForAll(loaded.GetTypes(), KeepsNothing))
        {
            _kept.Enqueue(new Kept(assembly, loaded));
            if (_kept.Count > MaxKept)
            {
                _kept.Dequeue();
            }
        }

        return loaded;
    }

    /// <summary>Whether a type has no static state, but for delegates and constants that the compiler keeps in types of its own.</summary>
    private static bool KeepsNothing(Type type)
    {
        if (type.Name == Constants)
        {
            return true;
        }

        // A name does not tell which types are the compiler's own: those of one file begin as they do.
        var isCompilers = type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
        return (isCompilers || type.TypeInitializer is null) && Array.TrueForAll(
            type.GetFields(Statics), field => field.IsLiteral
                || (isCompilers && (field.FieldType == type || typeof(Delegate).IsAssignableFrom(field.FieldType))));
    }

    private sealed record Kept(byte[] Bytes, Assembly Loaded);
}
