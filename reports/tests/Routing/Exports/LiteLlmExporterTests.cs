using System.Text.Json;
using Eval.Reports.Exports;
using Eval.Routing.Policies;

namespace Eval.Reports.Tests.Routing.Exports;

public sealed class LiteLlmExporterTests
{
    public static TheoryData<string> Kinds => ["single", "by_class", "failover", "mix"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_configuration_is_sound(string kind) => Config(SomePolicy.File(SomePolicy.Kinds[kind])).AssertSound();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Hostile_names_stay_names(string kind)
    {
        // A star in a group's name makes it a pattern, which is refused: see below.
        var file = HostileNames.In(SomePolicy.Kinds[kind]);
        var (alpha, beta) = (HostileNames.Alpha.Replace("*", "", StringComparison.Ordinal), HostileNames.Beta);
        var text = Export(file with { Policy = WithoutStars(file.Policy),
            Models = new Dictionary<string, PolicyModelInfo> { [alpha] = file.Models[HostileNames.Alpha], [beta] = file.Models[beta] } });
        var config = new LiteLlmConfig(text);

        config.AssertSound();
        Assert.All(text, character => Assert.True(character is '\n' or (>= ' ' and <= '~'), $"{(int)character:x4}"));
        Assert.Subset(new HashSet<string> { alpha, beta, file.Name }, config.Groups.ToHashSet());
        Assert.Subset(file.Models.Values.Select(model => "openai/" + model.Model).ToHashSet(),
            config.Models.Select(model => LiteLlmConfig.Text(model["litellm_params"]["model"])).ToHashSet());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("openai/*")]
    [InlineData("os.environ/OTHER_KEY")]
    public void Names_that_LiteLLM_reads_as_more_than_names_are_refused(string name)
    {
        var file = SomePolicy.File(new SinglePolicy(name));
        Refuses("rename", file with { Models = new Dictionary<string, PolicyModelInfo> { [name] = SomePolicy.Model("alpha") } });
        Refuses("rename", SomePolicy.File(SomePolicy.Failover) with { Name = name });
    }

    [Fact]
    public void A_failover_is_a_group_of_its_own_that_falls_back_to_plain_models()
    {
        var config = Config(SomePolicy.File(new FailoverPolicy([SomePolicy.Alpha, SomePolicy.Beta, SomePolicy.Gamma]) { Retries = 2,
            Timeout = TimeSpan.FromSeconds(30) }));

        Assert.Equal(["recommended", "beta", "gamma"], config.Groups);
        Assert.Equal(["beta", "gamma"], config.Fallbacks["recommended"]);
        Assert.Equal("2", LiteLlmConfig.Text(config.Router["num_retries"]));
        Assert.Equal("30", LiteLlmConfig.Text(config.Router["timeout"]));
    }

    [Fact]
    public void A_model_that_is_also_asked_alone_has_no_fallback_there()
    {
        var config = Config(SomePolicy.File(SomePolicy.Classes(("completion", SomePolicy.Alpha), ("alpha", SomePolicy.Failover))));

        config.AssertSound();
        Assert.Equal(["alpha-2"], config.Fallbacks.Keys);
    }

    [Fact]
    public void The_caller_finds_the_group_of_a_class_in_the_map()
    {
        var export = new LiteLlmExporter().Export(SomePolicy.File(SomePolicy.ByClass), new ExportOptions());

        using var map = JsonDocument.Parse(export.Files[1].Text);
        Assert.Equal("task_class", map.RootElement.GetProperty("feature").GetString());
        Assert.Equal("alpha", map.RootElement.GetProperty("groups").GetProperty("completion").GetString());
        Assert.Equal("beta", map.RootElement.GetProperty("default").GetString());
    }

    [Fact]
    public void Weights_of_a_mix_belong_to_one_group()
    {
        var config = Config(SomePolicy.File(SomePolicy.Mix));

        Assert.Equal(["recommended", "recommended"], config.Groups);
        Assert.Equal(["0.7", "0.3"], config.Models.Select(model => LiteLlmConfig.Text(model["litellm_params"]["weight"])));
    }

    [Fact]
    public void A_price_is_written_per_token_without_an_exponent()
    {
        var model = Config(SomePolicy.File(SomePolicy.Alpha)).Models[0];

        Assert.Equal("0.00000025", LiteLlmConfig.Text(model["model_info"]["input_cost_per_token"]));
        Assert.Equal("0.000002", LiteLlmConfig.Text(model["model_info"]["output_cost_per_token"]));
    }

    [Fact]
    public void A_provider_without_an_address_is_asked_by_its_name()
    {
        var file = SomePolicy.File(SomePolicy.Alpha)
            .With("alpha", model => model with { BaseUrl = null, ApiKeyEnv = null, InputUsdPerMillionTokens = null,
                OutputUsdPerMillionTokens = null });

        var config = Config(file);

        config.AssertSound();
        Assert.Equal("acme/alpha-2026", LiteLlmConfig.Text(config.Models[0]["litellm_params"]["model"]));
        Assert.False(config.Models[0].Children.ContainsKey("model_info"));
    }

    [Fact]
    public void What_would_ask_somebody_else_is_refused()
    {
        Refuses("differ", SomePolicy.Classes(("a", SomePolicy.Failover), ("b", SomePolicy.Failover with { Retries = 1 })));
        Refuses("after every error", SomePolicy.Failover with { OnConnect = false });
        Refuses("after every error", SomePolicy.Failover with { OnStatuses = [429] });
        Refuses("models only", new FailoverPolicy([SomePolicy.Mix, SomePolicy.Gamma]));
        Refuses("models only", new MixPolicy([new MixShare(SomePolicy.Failover, 1), new MixShare(SomePolicy.Gamma, 1)]));
        Refuses("one level", SomePolicy.Classes(("a", SomePolicy.ByClass with { Feature = RequestFeature.Language })));
        Refuses("cascade", SomePolicy.Classes(("a", SomePolicy.Cascade)));
    }

    private static RoutingPolicy WithoutStars(RoutingPolicy policy) => policy switch
    {
        SinglePolicy single => new SinglePolicy(single.Model.Replace("*", "", StringComparison.Ordinal)),
        ClassPolicy classes => classes with { Rules = classes.Rules.ToDictionary(rule => rule.Key, rule => WithoutStars(rule.Value)),
            Default = WithoutStars(classes.Default) },
        FailoverPolicy failover => failover with { Policies = [.. failover.Policies.Select(WithoutStars)] },
        MixPolicy mix => new MixPolicy([.. mix.Shares.Select(share => share with { Policy = WithoutStars(share.Policy) })]),
        _ => policy,
    };

    private static string Export(PolicyFile file) => new LiteLlmExporter().Export(file, new ExportOptions()).Files[0].Text;

    private static LiteLlmConfig Config(PolicyFile file) => new(Export(file));

    private static void Refuses(string reason, RoutingPolicy policy) => Refuses(reason, SomePolicy.File(policy));

    private static void Refuses(string reason, PolicyFile file) =>
        Assert.Contains(reason, Assert.Throws<PolicyExportException>(() => new LiteLlmExporter().Export(file, new ExportOptions())).Message,
            StringComparison.Ordinal);
}
