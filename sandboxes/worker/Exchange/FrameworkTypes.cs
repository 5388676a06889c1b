using System.Reflection;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>The types of .NET itself.</summary>
internal static class FrameworkTypes
{
    private static readonly string RuntimeFolder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    /// <summary>Whether a type is of .NET itself: neither an answer's nor this program's.</summary>
    public static bool IsFramework(Type type) => type.Assembly is { IsDynamic: false, Location: { Length: > 0 } place }
        && string.Equals(Path.GetDirectoryName(place), RuntimeFolder, StringComparison.Ordinal);

    /// <summary>Returns a framework's type by its names; null where there is none.</summary>
    public static Type? Find(string assembly, string fullName)
    {
        if (!assembly.StartsWith("System", StringComparison.Ordinal) && !assembly.StartsWith("Microsoft", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Assembly.Load(new AssemblyName(assembly)).GetType(fullName) is { } found && IsFramework(found) ? found : null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
