using System.Text.RegularExpressions;

namespace Eval.Harness.Issues.Canaries;

/// <summary>Takes a piece of a source apart into words.</summary>
internal static partial class SourceWords
{
    public static IEnumerable<string> Find(string piece) => Words().Matches(piece).Select(word => word.Value);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
