using System.Text.Json;

namespace Eval.Routing.Policies;

/// <summary>
/// Reads a policy from JSON and refuses what it does not know: a rule that is passed over in silence would send requests elsewhere.
/// </summary>
/// <param name="source">The file's name, for messages.</param>
internal sealed class PolicyReader(string source)
{
    private const int DeepestNesting = 8;
    private const double MaxWeight = 1e9;

    public RoutingPolicy Read(JsonElement json, string path, int depth = 0)
    {
        if (depth > DeepestNesting)
        {
            throw Wrong(path, $"policies nest at most {DeepestNesting} deep");
        }

        if (json.ValueKind == JsonValueKind.String)
        {
            return new SinglePolicy(Name(json, path));
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, "write the name of a model, or an object with a 'kind'");
        }

        var fields = new Fields(this, json, path);
        RoutingPolicy policy = fields.Text("kind") switch
        {
            "single" => new SinglePolicy(fields.Text("model")),
            "by_class" => new ClassPolicy(fields.Feature("feature", numeric: false), Rules(fields, depth),
                Read(fields.Needed("default"), $"{path}.default", depth + 1)),
            "threshold" => new ThresholdPolicy(
                fields.Feature("score", numeric: true), fields.Number("at_least", double.MinValue),
                    Read(fields.Needed("strong"), $"{path}.strong", depth + 1), Read(fields.Needed("weak"), $"{path}.weak", depth + 1)),
            "cascade" => Cascade(fields, path, depth),
            "failover" => Failover(fields, depth),
            "hedge" => new HedgePolicy(
                Read(fields.Needed("primary"), $"{path}.primary", depth + 1), Read(fields.Needed("backup"), $"{path}.backup", depth + 1),
                    fields.Milliseconds("delay_ms") ?? throw Wrong($"{path}.delay_ms", "it is missing; write milliseconds")),
            "mix" => new MixPolicy([.. fields.List("shares", 1).Select((share, index) => Share(share, $"{path}.shares[{index}]", depth))]),
            var other => throw Wrong($"{path}.kind",
                $"'{other}' is no kind of policy; choose single, by_class, threshold, cascade, failover, hedge or mix"),
        };
        fields.RefuseOthers();
        return policy;
    }

    public PolicyFormatException Wrong(string path, string what) => new($"{source}, field {path}: {what}.");

    private string Name(JsonElement json, string path) =>
        json.GetString() is { Length: > 0 } name ? name : throw Wrong(path, "the model's name is empty");

    private Dictionary<string, RoutingPolicy> Rules(Fields fields, int depth)
    {
        var json = fields.Needed("rules");
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"{fields.Path}.rules", "write an object of values and their policies");
        }

        var rules = new Dictionary<string, RoutingPolicy>(StringComparer.Ordinal);
        foreach (var rule in json.EnumerateObject())
        {
            if (!rules.TryAdd(rule.Name, Read(rule.Value, $"{fields.Path}.rules.{rule.Name}", depth + 1)))
            {
                throw Wrong($"{fields.Path}.rules.{rule.Name}", "there are two rules for this value");
            }
        }

        return rules;
    }

    private CascadePolicy Cascade(Fields fields, string path, int depth)
    {
        var stages = fields.List("stages", 2).Select((stage, index) => Stage(stage, $"{path}.stages[{index}]", depth)).ToList();
        var open = stages.FindIndex(stage => stage.Verify.Count == 0);
        if (open >= 0 && open < stages.Count - 1)
        {
            throw Wrong($"{path}.stages[{open}]", "only the last stage may be without 'verify', or nothing after it is ever asked");
        }

        if (open < 0)
        {
            throw Wrong($"{path}.stages[{stages.Count - 1}].verify",
                "the last stage is not verified, because nothing comes after it; take it out");
        }

        return new CascadePolicy(stages);
    }

    private CascadeStage Stage(JsonElement json, string path, int depth)
    {
        var fields = new Fields(this, json, path);
        var stage = new CascadeStage(
            Read(fields.Needed("policy"), $"{path}.policy", depth + 1),
            fields.Find("verify") is null
                ? [] : [.. fields.List("verify", 1).Select((verifier, index) => Verifier(verifier, $"{path}.verify[{index}]"))]);
        fields.RefuseOthers();
        return stage;
    }

    private Verifier Verifier(JsonElement json, string path)
    {
        var fields = new Fields(this, json, path);
        var kind = fields.Name<VerifierKind>("kind");
        var verifier = kind switch
        {
            VerifierKind.SelfConsistency => new Verifier(kind) { Samples = (int)(fields.NumberOrNull("samples", 2, 100) ?? 3),
                Agreement = fields.NumberOrNull("agreement", 0, 1) ?? 2.0 / 3 },
            VerifierKind.Effort => new Verifier(kind) { Column = fields.Name<EffortColumn>("column"), Max = fields.Number("max", 0) },
            VerifierKind.Webhook => new Verifier(kind)
            {
                Url = Uri.TryCreate(fields.Text("url"), UriKind.Absolute, out var url)
                    && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
                    ? url
                    : throw Wrong($"{path}.url", "write the whole address of the service, with http:// or https:// and without a name, a "
                    + "password or a query, which may be a secret: policies are kept with runs and shown in reports"),
                Runs = fields.Find("runs") is null ? null : fields.Name<VerifierKind>("runs"),
            },
            _ => new Verifier(kind),
        };
        fields.RefuseOthers();
        return verifier;
    }

    private FailoverPolicy Failover(Fields fields, int depth)
    {
        var policies = fields.List("policies", 2).Select((part, index) => Read(part, $"{fields.Path}.policies[{index}]", depth + 1))
            .ToList();
        var policy = new FailoverPolicy(policies) { Retries = (int)(fields.NumberOrNull("retries", 0, 20) ?? 0),
            Timeout = fields.Milliseconds("timeout_ms") ?? new FailoverPolicy([]).Timeout };
        if (fields.Find("on") is null)
        {
            return policy;
        }

        var statuses = new List<int>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var trigger in fields.List("on", 1))
        {
            if (trigger.ValueKind == JsonValueKind.Number && trigger.TryGetInt32(out var status) && status is >= 400 and <= 599)
            {
                statuses.Add(status);
            }
            else if (trigger.ValueKind == JsonValueKind.String && trigger.GetString() is PolicyNames.Connect or PolicyNames.TruncatedStream)
            {
                names.Add(trigger.GetString()!);
            }
            else
            {
                throw Wrong($"{fields.Path}.on",
                    $"'{trigger}' is none of a status from 400 to 599, {PolicyNames.Connect} and {PolicyNames.TruncatedStream}");
            }
        }

        return policy with { OnStatuses = statuses, OnConnect = names.Contains(PolicyNames.Connect),
            OnTruncatedStream = names.Contains(PolicyNames.TruncatedStream) };
    }

    private MixShare Share(JsonElement json, string path, int depth)
    {
        var fields = new Fields(this, json, path);
        var share = new MixShare(Read(fields.Needed("policy"), $"{path}.policy", depth + 1),
            fields.NumberOrNull("weight", 0, MaxWeight) ?? throw Wrong($"{path}.weight", "it is missing"));
        fields.RefuseOthers();
        return share.Weight > 0 ? share : throw Wrong($"{path}.weight", "write a number above 0");
    }

    /// <summary>The fields of one object, with the sentences for what is wrong with them.</summary>
    private sealed class Fields
    {
        private readonly PolicyReader _reader;
        private readonly Dictionary<string, JsonElement> _byName = new(StringComparer.Ordinal);
        private readonly HashSet<string> _read = new(StringComparer.Ordinal);

        public Fields(PolicyReader reader, JsonElement json, string path)
        {
            (_reader, Path) = (reader, path);
            if (json.ValueKind != JsonValueKind.Object)
            {
                throw reader.Wrong(path, "write an object");
            }

            foreach (var field in json.EnumerateObject())
            {
                if (!_byName.TryAdd(field.Name, field.Value))
                {
                    throw reader.Wrong($"{path}.{field.Name}", "it is there twice");
                }
            }
        }

        public string Path { get; }

        public JsonElement? Find(string name)
        {
            _read.Add(name);
            return _byName.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }

        public JsonElement Needed(string name) => Find(name) ?? throw _reader.Wrong($"{Path}.{name}", "it is missing");

        public string Text(string name) => Needed(name) is { ValueKind: JsonValueKind.String } text
            && text.GetString() is { Length: > 0 } found
            ? found
            : throw _reader.Wrong($"{Path}.{name}", "write a text");

        public string Feature(string name, bool numeric)
        {
            var feature = Text(name);
            if (!RequestFeature.Exists(feature)
                || (numeric && feature is not RequestFeature.PromptTokens
                    && !feature.StartsWith(RequestFeature.CallerPrefix, StringComparison.Ordinal)))
            {
                throw _reader.Wrong($"{Path}.{name}", numeric
                    ? $"'{feature}' is no number of a request; write {RequestFeature.PromptTokens}, or {RequestFeature.CallerPrefix}NAME "
                    + "for one that the caller sends"
                    : $"'{feature}' is no feature of a request; write {RequestFeature.Class}, {RequestFeature.Language}, "
                    + $"{RequestFeature.Repository}, or {RequestFeature.CallerPrefix}NAME for one that the caller sends");
            }

            return feature;
        }

        public T Name<T>(string name)
            where T : struct, Enum => PolicyNames.Parse<T>(Text(name))
                ?? throw _reader.Wrong($"{Path}.{name}", $"'{Text(name)}' is none of {string.Join(", ", PolicyNames.All<T>())}");

        public double Number(string name, double min) =>
            NumberOrNull(name, min, double.MaxValue) ?? throw _reader.Wrong($"{Path}.{name}", "it is missing");

        public double? NumberOrNull(string name, double min, double max)
        {
            if (Find(name) is not { } value)
            {
                return null;
            }

            return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
                && number >= min && number <= max
                ? number
                : throw _reader.Wrong($"{Path}.{name}", min == double.MinValue ? "write a number" : max == double.MaxValue
                    ? $"write a number of at least {min:0.##}" : $"write a number from {min:0.##} to {max:0.##}");
        }

        public TimeSpan? Milliseconds(string name) =>
            NumberOrNull(name, 0, TimeSpan.FromHours(1).TotalMilliseconds) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

        public IReadOnlyList<JsonElement> List(string name, int min) =>
            Needed(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() >= min
            ? [.. list.EnumerateArray()]
            : throw _reader.Wrong($"{Path}.{name}", $"write a list of at least {min}");

        public void RefuseOthers()
        {
            if (_byName.Keys.FirstOrDefault(name => !_read.Contains(name)) is { } unknown)
            {
                throw _reader.Wrong($"{Path}.{unknown}",
                    $"there is no such field; known are {string.Join(", ", _read.Order(StringComparer.Ordinal))}");
            }
        }
    }
}
