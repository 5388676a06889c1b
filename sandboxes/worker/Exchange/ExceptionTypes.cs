using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>The exceptions of .NET, by their full names, and how one is made to look like another side's.</summary>
internal static class ExceptionTypes
{
    private static readonly ConcurrentDictionary<string, Type?> Known = new();

    private static readonly string[] Assemblies =
    [
        "System.Private.CoreLib", "System.Collections", "System.Linq", "System.Text.Json", "System.Text.RegularExpressions",
            "System.Net.Http",
        "System.Net.Primitives", "System.Private.Uri", "System.Private.Xml", "System.ComponentModel.Primitives",
            "System.ComponentModel.Annotations", "System.Threading.Channels",
        "System.Threading", "System.Net.Sockets", "System.Runtime.Numerics", "System.Data.Common",
    ];

    private static readonly FieldInfo? Text = Field("_message");
    private static readonly FieldInfo? Inner = Field("_innerException");

    /// <summary>Returns the framework's exception of a name; null where it has none.</summary>
    public static Type? Find(string fullName) => fullName.StartsWith("System.", StringComparison.Ordinal)
        ? Known.GetOrAdd(fullName, static name => Assemblies.Select(assembly => FrameworkTypes.Find(assembly, name))
            .FirstOrDefault(IsException))
        : null;

    /// <summary>Makes an exception of a type with what is known of another.</summary>
    public static Exception Create(Type type, ImportedException read)
    {
        Exception made;
        try
        {
            made = type == typeof(AggregateException) ? new AggregateException(read.Message, read.Inner)
                : (Exception?)Activator.CreateInstance(type, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, null, [],
                    null)!;
        }
        catch (MissingMethodException)
        {
            made = (Exception)RuntimeHelpers.GetUninitializedObject(type);
        }

        Text?.SetValue(made, read.Message);
        if (read.Inner.Count > 0 && made is not AggregateException)
        {
            Inner?.SetValue(made, read.Inner[0]);
        }

        if (made is ArgumentException && read.Parameter is not null)
        {
            var suffix = $" (Parameter '{read.Parameter}')";
            typeof(ArgumentException).GetField("_paramName", BindingFlags.NonPublic | BindingFlags.Instance)?.SetValue(made,
                read.Parameter);
            // The framework adds the parameter to the message by itself.
            Text?.SetValue(made, read.Message.EndsWith(suffix, StringComparison.Ordinal) ? read.Message[..^suffix.Length] : read.Message);
        }

        return made;
    }

    private static bool IsException(Type? type) => type is not null && typeof(Exception).IsAssignableFrom(type);

    private static FieldInfo? Field(string name) => typeof(Exception).GetField(name, BindingFlags.NonPublic | BindingFlags.Instance);
}
