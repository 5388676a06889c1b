using System.ComponentModel;
using System.Text.Json;

namespace Eval.Harness.Configuration;

/// <summary>The configuration file, <c>eval.json</c>. Holds no secret: keys are named by their environment variables.</summary>
internal sealed record EvalConfig
{
    [Description("The address of a JSON schema, for editors; not used here.")]
    [System.Text.Json.Serialization.JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    [Description("Endpoints by the name that stands in front of the slash of provider/model.")]
    public IReadOnlyDictionary<string, ProviderConfig> Providers { get; init; } = new Dictionary<string, ProviderConfig>();

    [Description("Models by the name that --models uses.")]
    public IReadOnlyDictionary<string, ModelConfig> Models { get; init; } = new Dictionary<string, ModelConfig>();

    [Description("What nightly does in every run.")]
    public NightlyConfig? Nightly { get; init; }

    [Description("What routing policies have to keep to, in reports and by route. Kept with each run, so that it was declared before "
        + "anybody saw results.")]
    public RoutingConfig? Routing { get; init; }

    [Description("Conditions that runs must meet: checked in every nightly run, by gate, and by run --gates.")]
    public IReadOnlyList<GateConfig> Gates { get; init; } = [];

    [Description("A C# expression over a task (Difficulty == \"complex\"). Default: all tasks.")]
    public string? Filter { get; init; }

    [Description("C# expressions over an attempt, by the name of the metric (\"lines\": \"Code.Split('\\n').Length\").")]
    public IReadOnlyDictionary<string, string> Metrics { get; init; } = new Dictionary<string, string>();
}
