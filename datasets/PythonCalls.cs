using System.Text.RegularExpressions;

namespace Eval.Datasets;

/// <summary>Finds calls in Python assertions.</summary>
internal static partial class PythonCalls
{
    private static readonly HashSet<string> Keywords =
        ["and", "assert", "await", "else", "for", "if", "in", "is", "lambda", "not", "or", "return", "yield"];

    private static readonly HashSet<string> BuiltIns =
    [
        "abs", "all", "any", "bool", "bytes", "complex", "dict", "float", "frozenset", "int", "isinstance", "iter", "len", "list",
        "map", "max", "min", "next", "range", "repr", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "type", "zip",
    ];

    /// <summary>Returns the names that are called and are no members of something, in their order.</summary>
    public static IEnumerable<string> In(string code) =>
        Call().Matches(code).Select(call => call.Groups[1].Value).Where(name => !Keywords.Contains(name));

    /// <summary>Returns whether a name is one of Python's own functions that tests wrap around the call they are about.</summary>
    public static bool IsBuiltIn(string name) => BuiltIns.Contains(name);

    [GeneratedRegex(@"(?<![\w.])([A-Za-z_]\w*)\s*\(")]
    private static partial Regex Call();
}
