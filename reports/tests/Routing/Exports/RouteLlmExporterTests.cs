using System.Text.Json;
using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class RouteLlmExporterTests
{
    [Fact]
    public void A_threshold_over_the_routers_own_scores_is_the_model_to_ask_for()
    {
        var export = Export(SomePolicy.Threshold, new ExportOptions());

        using var json = JsonDocument.Parse(export.Files[0].Text);
        Assert.Equal("router-mf-0.11593", json.RootElement.GetProperty("model").GetString());
        Assert.Equal("openai/beta-2026", json.RootElement.GetProperty("strong_model").GetString());
        Assert.Equal("openai/alpha-2026", json.RootElement.GetProperty("weak_model").GetString());
        Assert.DoesNotContain(export.Notes, note => note.Contains("carry over", StringComparison.Ordinal));
    }

    [Fact]
    public void Classes_become_a_share_and_the_numbers_do_not_carry_over()
    {
        var export = Export(SomePolicy.ByClass, new ExportOptions { StrongShare = 0.3 });

        Assert.Contains("--strong-model-pct 0.3 ", export.Files[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("router-", export.Files[0].Text, StringComparison.Ordinal);
        Assert.Contains(export.Notes, note => note.Contains("do not carry over", StringComparison.Ordinal));
    }

    [Fact]
    public void Scores_of_the_router_give_the_threshold_of_a_share()
    {
        var options = new ExportOptions { StrongShare = 0.3, RouterScores = [.02, .11, .35, .08, .62, .47, .19, .05, .73, .28],
            Router = "bert" };

        Assert.Contains("router-bert-0.386\"", Export(SomePolicy.ByClass, options).Files[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_baseline_of_the_two_the_default_is_the_strong_one()
    {
        var classes = SomePolicy.Classes(("a", SomePolicy.Beta)) with { Default = SomePolicy.Alpha };
        var file = SomePolicy.File(classes) with { Baseline = "gamma" };

        var export = new RouteLlmExporter().Export(file, new ExportOptions { StrongShare = 0.5 });

        Assert.Contains("\"strong_model\": \"openai/alpha-2026\"", export.Files[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_with_more_decimals_is_rounded_and_says_so()
    {
        var export = Export(SomePolicy.Threshold with { AtLeast = 0.123456789 }, new ExportOptions());

        Assert.Contains("router-mf-0.12346\"", export.Files[0].Text, StringComparison.Ordinal);
        Assert.Contains(export.Notes, note => note.Contains("rounded", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_choice_between_two_models_is_refused()
    {
        var share = new ExportOptions { StrongShare = 0.3 };
        Refuses("two models", SomePolicy.Classes(("a", SomePolicy.Alpha), ("b", SomePolicy.Gamma)), share);
        Refuses("two models", SomePolicy.Classes(("a", SomePolicy.Failover)), share);
        Refuses("two models", SomePolicy.Threshold with { Weak = SomePolicy.Threshold.Strong }, share);
        Refuses("which share", SomePolicy.ByClass, new ExportOptions());
        Refuses("which share", SomePolicy.ByClass, new ExportOptions { StrongShare = 1.5 });
        Refuses("no router", SomePolicy.ByClass, share with { Router = "mf; id" });
        Refuses("between 0 and 1", SomePolicy.ByClass, share with { RouterScores = [0.5, double.NaN] });
        Refuses("between 0 and 1", SomePolicy.Threshold with { AtLeast = 2 }, share);
    }

    [Fact]
    public void Hostile_identifiers_stay_within_their_quotes()
    {
        var script = new RouteLlmExporter().Export(HostileNames.In(SomePolicy.Threshold), new ExportOptions()).Files[1].Text;

        var commands = script.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.Equal("python -m routellm.openai_server --routers mf --strong-model 'openai/- beta: {2026} \\u0022 */' "
            + "--weak-model 'openai/alpha-2026\" '\\''; rm -rf / # $ALPHA_KEY ${x} `id` \\' --config config.yaml", Assert.Single(commands));
    }

    private static PolicyExport Export(RoutingPolicy policy, ExportOptions options) =>
        new RouteLlmExporter().Export(SomePolicy.File(policy), options);

    private static void Refuses(string reason, RoutingPolicy policy, ExportOptions options) =>
        Assert.Contains(reason, Assert.Throws<PolicyExportException>(() => Export(policy, options)).Message, StringComparison.Ordinal);
}
