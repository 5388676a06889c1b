using System.Text.Json;
using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class ComplexityMapExporterTests
{
    private const string Difficulty = "caller:difficulty";

    [Fact]
    public void Each_level_has_the_model_that_the_policy_asks()
    {
        var policy = SomePolicy.Classes(("simple", SomePolicy.Alpha), ("complex", SomePolicy.Gamma)) with { Feature = Difficulty };

        var export = new ComplexityMapExporter().Export(SomePolicy.File(policy), new ExportOptions());

        Assert.Equal("""{"simple":"alpha-2026","medium":"beta-2026","complex":"gamma-2026"}""",
            JsonSerializer.Serialize(JsonDocument.Parse(export.Files[0].Text)));
        Assert.Contains(export.Notes, note => note.Contains("no rule for medium", StringComparison.Ordinal));
    }

    [Fact]
    public void One_model_stands_everywhere() => Assert.Equal(
        """{"simple":"alpha-2026","medium":"alpha-2026","complex":"alpha-2026"}""",
        JsonSerializer.Serialize(JsonDocument.Parse(new ComplexityMapExporter()
            .Export(SomePolicy.File(SomePolicy.Alpha), new ExportOptions()).Files[0].Text)));

    [Fact]
    public void What_is_no_map_of_levels_to_models_is_refused()
    {
        Refuses("alone", SomePolicy.ByClass);
        Refuses("'hard'", SomePolicy.Classes(("hard", SomePolicy.Alpha)) with { Feature = Difficulty });
        Refuses("more than one", SomePolicy.Classes(("simple", SomePolicy.Failover)) with { Feature = Difficulty });
    }

    private static void Refuses(string reason, RoutingPolicy policy) => Assert.Contains(
        reason, Assert.Throws<PolicyExportException>(() => new ComplexityMapExporter().Export(SomePolicy.File(policy), new ExportOptions()))
            .Message, StringComparison.Ordinal);
}
