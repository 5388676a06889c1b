using YamlDotNet.RepresentationModel;

namespace Eval.Reports.Tests.Routing.Exports;

/// <summary>Reads a <c>config.yaml</c> back and checks what LiteLLM would refuse or misunderstand.</summary>
internal sealed class LiteLlmConfig
{
    /// <summary>The keys of LiteLLM's documentation that an export may use.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        [""] = ["model_list", "router_settings", "litellm_settings", "general_settings"],
        ["model"] = ["model_name", "litellm_params", "model_info"],
        ["litellm_params"] = ["model", "api_base", "api_key", "weight"],
        ["model_info"] = ["input_cost_per_token", "output_cost_per_token"],
        ["router_settings"] = ["routing_strategy", "num_retries", "timeout", "fallbacks"],
        ["litellm_settings"] = ["drop_params"],
        ["general_settings"] = ["master_key"],
    };

    private readonly YamlMappingNode _root;

    public LiteLlmConfig(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        _root = Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode);
        Models = [.. ((YamlSequenceNode)_root["model_list"]).Cast<YamlMappingNode>()];
    }

    public IReadOnlyList<YamlMappingNode> Models { get; }

    public IReadOnlyList<string> Groups => [.. Models.Select(model => Text(model["model_name"]))];

    public YamlMappingNode Router => (YamlMappingNode)_root["router_settings"];

    public IReadOnlyDictionary<string, string[]> Fallbacks => Router.Children.TryGetValue("fallbacks", out var fallbacks)
        ? ((YamlSequenceNode)fallbacks).Cast<YamlMappingNode>().SelectMany(map => map)
        .ToDictionary(entry => Text(entry.Key), entry => ((YamlSequenceNode)entry.Value).Select(Text).ToArray())
        : new Dictionary<string, string[]>();

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    public void AssertSound()
    {
        AssertKnown("", _root);
        foreach (var section in Known.Keys.Where(key => key.Contains('_', StringComparison.Ordinal) && _root.Children.ContainsKey(key)))
        {
            AssertKnown(section, (YamlMappingNode)_root[section]);
        }

        Assert.NotEmpty(Models);
        Assert.All(Models, model =>
        {
            AssertKnown("model", model);
            AssertKnown("litellm_params", (YamlMappingNode)model["litellm_params"]);
            Assert.Matches("^(os\\.environ/[A-Z_][A-Z0-9_]*|none)$", Text(model["litellm_params"]["api_key"]));
        });
        Assert.StartsWith("os.environ/", Text(_root["general_settings"]["master_key"]), StringComparison.Ordinal);
        foreach (var (group, next) in Fallbacks)
        {
            Assert.Contains(group, Groups);
            Assert.NotEmpty(next);
            Assert.Subset(Groups.ToHashSet(), next.ToHashSet());
            AssertEnds(group, []);
        }
    }

    private static void AssertKnown(string where, YamlMappingNode node) =>
        Assert.Subset(Known[where].ToHashSet(), node.Select(entry => Text(entry.Key)).ToHashSet());

    private void AssertEnds(string group, string[] before)
    {
        Assert.DoesNotContain(group, before);
        foreach (var next in Fallbacks.GetValueOrDefault(group, []))
        {
            AssertEnds(next, [.. before, group]);
        }
    }
}
