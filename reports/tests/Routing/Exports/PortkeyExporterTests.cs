using System.Text.Json;
using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class PortkeyExporterTests
{
    public static TheoryData<string> Kinds => ["single", "by_class", "threshold", "cascade", "failover", "mix"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_header_is_one_line_and_the_readable_file_says_the_same(string kind)
    {
        var files = new PortkeyExporter().Export(SomePolicy.File(SomePolicy.Kinds[kind]), new ExportOptions()).Files;

        Assert.DoesNotContain('\n', files[0].Text);
        using var readable = JsonDocument.Parse(files[1].Text);
        var withoutOrigin = readable.RootElement.EnumerateObject().Where(property => property.Name != "eval_origin")
            .ToDictionary(property => property.Name, property => property.Value);
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(withoutOrigin),
            JsonDocument.Parse(files[0].Text).RootElement));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Hostile_names_stay_names_and_no_variable_is_put_into_them(string kind)
    {
        var file = HostileNames.In(SomePolicy.Kinds[kind]);

        var files = new PortkeyExporter().Export(file, new ExportOptions()).Files;

        foreach (var written in files)
        {
            Assert.Equal(written.Text.Count(character => character == '$'),
                Occurrences(written.Text, "\"api_key\":\"$", "\"api_key\": \"$", "{\"$in\":", "\"$in\": ", "{\"$lt\":", "\"$lt\": "));
            using var json = JsonDocument.Parse(written.Text);
            var models = Objects(json.RootElement).Where(target => target.TryGetProperty("override_params", out _))
                .Select(target => target.GetProperty("override_params").GetProperty("model").GetString()).ToList();
            Assert.NotEmpty(models);
            Assert.Subset(file.Models.Values.Select(model => model.Model).ToHashSet(), models.ToHashSet()!);
        }
    }

    [Fact]
    public void Values_that_ask_the_same_are_one_condition_and_the_default_may_be_one_of_them()
    {
        using var json = JsonDocument.Parse(Header(SomePolicy.ByClass));

        var strategy = json.RootElement.GetProperty("strategy");
        Assert.Equal(2, strategy.GetProperty("conditions").GetArrayLength());
        Assert.Equal("rule-2", strategy.GetProperty("default").GetString());
        Assert.Equal(2, json.RootElement.GetProperty("targets").GetArrayLength());
    }

    [Fact]
    public void Every_target_of_a_cascade_is_asked_without_a_stream_and_only_the_last_is_not_verified()
    {
        var cascade = new CascadePolicy([new CascadeStage(SomePolicy.Failover, [new Verifier(VerifierKind.Build)]),
            new CascadeStage(SomePolicy.Mix, [new Verifier(VerifierKind.Build)]), new CascadeStage(SomePolicy.Gamma, [])]);

        using var json = JsonDocument.Parse(Header(SomePolicy.Classes(("a", cascade)),
            new ExportOptions { VerifierUrl = new Uri("https://verifier.example/") }));

        var models = Objects(json.RootElement).Where(target => target.TryGetProperty("override_params", out _)).ToList();
        Assert.Equal(6, models.Count);
        Assert.Equal(5, models.Count(model => model.GetProperty("override_params").TryGetProperty("stream", out var stream)
            && !stream.GetBoolean()));
        Assert.Equal(4, models.Count(model => model.TryGetProperty("output_guardrails", out _)));
    }

    [Fact]
    public void A_verifier_needs_a_service_that_can_decide_it()
    {
        var url = new ExportOptions { VerifierUrl = new Uri("https://verifier.example/") };
        Refuses("none is known", SomePolicy.CascadeOf(new Verifier(VerifierKind.PublicTests)));
        Refuses("one answer", SomePolicy.CascadeOf(new Verifier(VerifierKind.SelfConsistency)), url);
        Refuses("how long", SomePolicy.CascadeOf(new Verifier(VerifierKind.Effort) { Column = EffortColumn.LatencyMs }), url);

        var both = Header(SomePolicy.CascadeOf(new Verifier(VerifierKind.PublicTests),
            new Verifier(VerifierKind.Webhook) { Url = new Uri("https://own.example/") }, new Verifier(VerifierKind.Build)), url);
        Assert.Equal(2, Occurrences(both, "webhookURL"));
        Assert.Contains("https://own.example/", both, StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_ask_somebody_else_is_refused()
    {
        Refuses("408", SomePolicy.Failover with { OnStatuses = [429, 500, 503] });
        Refuses("connection", SomePolicy.Failover with { OnStatuses = [408, 429] });
        Refuses("connection", SomePolicy.Failover with { OnConnect = false });
        Refuses("as a whole", new FailoverPolicy([SomePolicy.Mix, SomePolicy.Gamma]) { Retries = 1 });
        Refuses("hedge", SomePolicy.Classes(("a", SomePolicy.Hedge)));
        Refuses("dot", SomePolicy.ByClass with { Feature = "caller:a.b" });
        Refuses("446", SomePolicy.Cascade
            with { Stages = [SomePolicy.Cascade.Stages[0]
            with { Policy = SomePolicy.Failover with { OnStatuses = [.. FailoverPolicy.DefaultStatuses, 446] } },
            SomePolicy.Cascade.Stages[1]] });
        Assert.Contains("base_url",
            Assert.Throws<PolicyExportException>(() => new PortkeyExporter()
            .Export(SomePolicy.File(SomePolicy.Alpha).With("alpha", model => model with { BaseUrl = null }), new ExportOptions())).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_no_header_holds_is_refused()
    {
        var rules = Enumerable.Range(0, 400).Select(index => ($"{new string('c', 40)}-{index}", (RoutingPolicy)SomePolicy.Alpha)).ToArray();

        Assert.InRange(Header(SomePolicy.Classes(rules[..300])).Length, 12_000, PortkeyExporter.MaxBytes);
        Refuses("characters", SomePolicy.Classes(rules));
    }

    private static string Header(RoutingPolicy policy, ExportOptions? options = null) =>
        new PortkeyExporter().Export(SomePolicy.File(policy), options ?? new ExportOptions()).Files[0].Text;

    private static void Refuses(string reason, RoutingPolicy policy, ExportOptions? options = null) =>
        Assert.Contains(reason, Assert.Throws<PolicyExportException>(() => Header(policy, options)).Message, StringComparison.Ordinal);

    private static int Occurrences(string text, params string[] parts) => parts.Sum(part => text.Split(part).Length - 1);

    private static IEnumerable<JsonElement> Objects(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(json),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}
