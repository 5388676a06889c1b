using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Eval.Reports.Tests.Statistics;

/// <summary>Numbers that were computed with another program (numpy and scipy).</summary>
internal static class Vectors
{
    private static readonly JsonElement Root = Load();

    public static IEnumerable<string> Names => Root.EnumerateObject().Select(vector => vector.Name);

    public static JsonElement Get(string name) => Root.GetProperty(name);

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Load([CallerFilePath] string source = "") => JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(source)!, "statistics-vectors.json"))).RootElement.Clone();
}
