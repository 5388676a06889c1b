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

        if (Common(fullName) is { } common)
        {
            return common;
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

    /// <summary>What nearly every task names, at hand: to look a name up takes a parser that is compiled in each process.</summary>
    private static Type? Common(string fullName) => fullName switch
    {
        "System.Object" => typeof(object),
        "System.Void" => typeof(void),
        "System.String" => typeof(string),
        "System.Boolean" => typeof(bool),
        "System.Char" => typeof(char),
        "System.Byte" => typeof(byte),
        "System.Int32" => typeof(int),
        "System.Int64" => typeof(long),
        "System.Double" => typeof(double),
        "System.Decimal" => typeof(decimal),
        "System.DateTime" => typeof(DateTime),
        "System.TimeSpan" => typeof(TimeSpan),
        "System.IDisposable" => typeof(IDisposable),
        "System.Nullable`1" => typeof(Nullable<>),
        "System.Action" => typeof(Action),
        "System.Action`1" => typeof(Action<>),
        "System.Action`2" => typeof(Action<,>),
        "System.Func`1" => typeof(Func<>),
        "System.Func`2" => typeof(Func<,>),
        "System.Func`3" => typeof(Func<,,>),
        "System.Predicate`1" => typeof(Predicate<>),
        "System.Comparison`1" => typeof(Comparison<>),
        "System.EventHandler" => typeof(EventHandler),
        "System.EventHandler`1" => typeof(EventHandler<>),
        "System.ValueTuple`2" => typeof(ValueTuple<,>),
        "System.ValueTuple`3" => typeof(ValueTuple<,,>),
        "System.Threading.Tasks.Task" => typeof(Task),
        "System.Threading.Tasks.Task`1" => typeof(Task<>),
        "System.Collections.IEnumerable" => typeof(System.Collections.IEnumerable),
        "System.Collections.Generic.List`1" => typeof(List<>),
        "System.Collections.Generic.Dictionary`2" => typeof(Dictionary<,>),
        "System.Collections.Generic.HashSet`1" => typeof(HashSet<>),
        "System.Collections.Generic.KeyValuePair`2" => typeof(KeyValuePair<,>),
        "System.Collections.Generic.IEnumerable`1" => typeof(IEnumerable<>),
        "System.Collections.Generic.ICollection`1" => typeof(ICollection<>),
        "System.Collections.Generic.IList`1" => typeof(IList<>),
        "System.Collections.Generic.IDictionary`2" => typeof(IDictionary<,>),
        "System.Collections.Generic.IReadOnlyCollection`1" => typeof(IReadOnlyCollection<>),
        "System.Collections.Generic.IReadOnlyList`1" => typeof(IReadOnlyList<>),
        "System.Collections.Generic.IReadOnlyDictionary`2" => typeof(IReadOnlyDictionary<,>),
        "System.ArgumentException" => typeof(ArgumentException),
        "System.ArgumentNullException" => typeof(ArgumentNullException),
        "System.ArgumentOutOfRangeException" => typeof(ArgumentOutOfRangeException),
        "System.InvalidOperationException" => typeof(InvalidOperationException),
        "System.Exception" => typeof(Exception),
        "System.SystemException" => typeof(SystemException),
        _ => null,
    };
}
