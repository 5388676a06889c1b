using System.Text.Json;
using System.Text.RegularExpressions;

namespace Eval.Harness.Tests.RealData;

/// <summary>
/// Reads the recorded calls of a poly-humaneval record; a few stand only in its own notation, whose dictionaries and casts are made JSON
/// here.
/// </summary>
internal static partial class PolyTests
{
    /// <summary>Returns each call: the function, its arguments and what it gives.</summary>
    public static IEnumerable<(string Function, IReadOnlyList<JsonElement> Arguments, JsonElement Expected)> Read(JsonElement record,
        string lastFunction)
    {
        var function = lastFunction;
        foreach (var line in record.GetProperty("tests_dsl").GetString()!.Split('\n'))
        {
            if (Template().Match(line) is { Success: true } template)
            {
                function = template.Groups[1].Success ? template.Groups[1].Value : lastFunction;
            }
            else if (Line().Match(line) is { Success: true } call)
            {
                yield return (function, Json($"[{call.Groups[1].Value}]").EnumerateArray().ToList(), Json(call.Groups[2].Value));
            }
        }
    }

    private static JsonElement Json(string text) =>
        JsonDocument.Parse(Cast().Replace(text.Replace("=>", ":", StringComparison.Ordinal), "$1")).RootElement;

    [GeneratedRegex(@"^\s*template \w+(?: entry (\w+))?")]
    private static partial Regex Template();

    [GeneratedRegex(@"^\s*\((.*)\) -> (.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"(\]|\}):[a-z]+<[^>]*>")]
    private static partial Regex Cast();
}
