using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>Finds calls in Python assertions.</summary>
internal static partial class PythonCalls
{
    private static readonly HashSet<string> NotOwn =
    [
        "abs", "all", "any", "assert", "bool", "dict", "float", "frozenset", "in", "int", "is", "isinstance", "len", "list", "max", "min", "not",
        "or", "and", "round", "set", "sorted", "str", "sum", "tuple",
    ];

    /// <summary>Returns the first called name that is neither built in nor a member of something.</summary>
    public static string? FirstOwn(string assertion) =>
        Call().Matches(assertion).Select(call => call.Groups[1].Value).FirstOrDefault(name => !NotOwn.Contains(name));

    [GeneratedRegex(@"(?<![\w.])([A-Za-z_]\w*)\s*\(")]
    private static partial Regex Call();
}
