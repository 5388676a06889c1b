using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Eval.Reports.Tests.Statistics;

/// <summary>
/// No number that was computed elsewhere lies about unused: a test that never looks at its vector looks just like one that passes.
/// </summary>
public sealed class VectorsTests
{
    /// <summary>Numbers of vectors in use that nothing here computes.</summary>
    private static readonly string[] NotComputed =
    [
        "intervals95.uniform_prior", // Another prior than the one reports show.
        "drift_z.p", // Steps on the way to z.
        "drift_z.V",
        "drift_z.expected_passes",
    ];

    [Fact]
    public void Every_vector_is_claimed_by_a_test() => Assert.Equal(
        ["_tolerance"],
        Vectors.Names.Where(name => !Sources.Any(source => Claims(source, name))).Order());

    // A table that its test walks whole, keys and all, needs no names.
    [Fact]
    public void Every_number_of_a_vector_is_named_where_the_vector_is_used() => Assert.Equal(
        NotComputed.Order(),
        from name in Vectors.Names.Except(["_tolerance"])
        let tests = Sources.Where(source => Claims(source, name)).ToList()
        where !tests.Any(source => source.Contains($"Vectors.Get(\"{name}\").EnumerateObject()", StringComparison.Ordinal))
        from number in Numbers(Vectors.Get(name))
        where !tests.Any(source => source.Contains($"\"{number}\"", StringComparison.Ordinal))
        let path = $"{name}.{number}"
        orderby path
        select path);

    private static List<string> Sources { get; } = Read();

    private static bool Claims(string source, string name) => source.Contains($"Vectors.Get(\"{name}\")", StringComparison.Ordinal);

    /// <summary>Returns the names within a vector or within its rows.</summary>
    private static IEnumerable<string> Numbers(JsonElement vector) => vector.ValueKind switch
    {
        JsonValueKind.Object => vector.EnumerateObject().Select(property => property.Name),
        JsonValueKind.Array => vector.EnumerateArray().SelectMany(Numbers).Distinct(),
        _ => [],
    };

    private static List<string> Read([CallerFilePath] string here = "") =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "*Tests.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)];
}
