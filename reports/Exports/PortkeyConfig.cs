using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes the targets and strategies of one configuration.</summary>
/// <param name="json">Where to; see <see cref="Encoder"/>.</param>
/// <param name="policy">The models.</param>
/// <param name="verifiers">Knows the service behind each verifier.</param>
internal sealed class PortkeyConfig(Utf8JsonWriter json, DeployablePolicy policy, PortkeyVerifiers verifiers)
{
    /// <summary>The gateway's status for an answer that a verifier rejected.</summary>
    private const int Denied = 446;

    private static readonly JsonEncodedText In = Operator("$in");
    private static readonly JsonEncodedText Less = Operator("$lt");
    private readonly PortkeyTarget _target = new(json);

    /// <summary>
    /// Gets the encoder of texts: ASCII alone, and no dollar, by which the names of variables are found that are put in later.
    /// </summary>
    public static JavaScriptEncoder Encoder { get; } = WithoutDollar();

    public void Write(RoutingPolicy root, Action addOrigin)
    {
        json.WriteStartObject();
        addOrigin();
        Write(root, []);
        json.WriteEndObject();
    }

    /// <param name="part">What is written.</param>
    /// <param name="checks">The services that must accept its answer.</param>
    /// <param name="isBuffered">Whether the answer is verified, or follows one that was, and so cannot be streamed.</param>
    private void Write(RoutingPolicy part, IReadOnlyList<Uri> checks, bool isBuffered = false)
    {
        switch (part)
        {
            case SinglePolicy single:
                _target.Write(policy.Model(single.Model), checks, isBuffered);
                break;
            case ClassPolicy { Rules.Count: 0 } classes:
                Write(classes.Default, checks, isBuffered);
                break;
            case ClassPolicy classes:
                Write(classes, checks, isBuffered);
                break;
            case ThresholdPolicy threshold:
                Write(threshold, checks, isBuffered);
                break;
            case FailoverPolicy failover:
                Write(failover, checks, isBuffered);
                break;
            case MixPolicy mix:
                Strategy("loadbalance", () => { });
                Targets(mix.Shares, share =>
                {
                    json.WriteNumber("weight", share.Weight);
                    Write(share.Policy, checks, isBuffered);
                });
                break;
            case CascadePolicy cascade:
                Strategy("fallback", () => Statuses(FailoverPolicy.DefaultStatuses.Prepend(Denied)));
                Targets(cascade.Stages, stage => Write(stage.Policy, verifiers.Of(stage), isBuffered: true));
                break;
            default:
                throw new PolicyExportException(
                    "Portkey cannot express a hedge: it asks no second model while the first one is still working; export to csharp.");
        }
    }

    private void Write(ClassPolicy classes, IReadOnlyList<Uri> checks, bool isBuffered)
    {
        // Rules that ask the same are one target with all their values.
        var rules = classes.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .GroupBy(rule => DeployablePolicy.KeyOf(rule.Value), StringComparer.Ordinal)
            .Select((group, index) => (group.Key, Name: $"rule-{index + 1}", Policy: group.First().Value,
                Values: group.Select(rule => rule.Key).ToList())).ToList();
        var key = DeployablePolicy.KeyOf(classes.Default);
        var shared = rules.Find(rule => rule.Key == key).Name;
        Strategy("conditional", () =>
        {
            json.WriteStartArray("conditions");
            foreach (var rule in rules)
            {
                Condition(classes.Feature, rule.Name, () =>
                {
                    json.WriteStartArray(In);
                    foreach (var value in rule.Values)
                    {
                        json.WriteStringValue(value);
                    }

                    json.WriteEndArray();
                });
            }

            json.WriteEndArray();
            json.WriteString("default", shared ?? "default");
        });
        var targets = rules.Select(rule => (rule.Name, rule.Policy));
        Targets(shared is null ? targets.Append((Name: "default", Policy: classes.Default)) : targets, target =>
        {
            json.WriteString("name", target.Name);
            Write(target.Policy, checks, isBuffered);
        });
    }

    /// <summary>A score that is missing or no number is below nothing and so goes to the strong one.</summary>
    private void Write(ThresholdPolicy threshold, IReadOnlyList<Uri> checks, bool isBuffered)
    {
        Strategy("conditional", () =>
        {
            json.WriteStartArray("conditions");
            Condition(threshold.Score, "weak", () => json.WriteNumber(Less, threshold.AtLeast));
            json.WriteEndArray();
            json.WriteString("default", "strong");
        });
        Targets([(Name: "weak", Policy: threshold.Weak), (Name: "strong", Policy: threshold.Strong)], target =>
        {
            json.WriteString("name", target.Name);
            Write(target.Policy, checks, isBuffered);
        });
    }

    private void Write(FailoverPolicy failover, IReadOnlyList<Uri> checks, bool isBuffered)
    {
        PortkeyFailover.Check(failover, isVerified: checks.Count > 0, Denied);
        Strategy("fallback", () => Statuses(failover.OnStatuses));
        json.WriteNumber("request_timeout", (long)Math.Ceiling(failover.Timeout.TotalMilliseconds));
        if (failover.Retries > 0)
        {
            json.WriteStartObject("retry");
            json.WriteNumber("attempts", failover.Retries);
            Statuses(failover.OnStatuses);
            json.WriteEndObject();
        }

        Targets(failover.Policies, part => Write(part, checks, isBuffered));
    }

    private void Condition(string feature, string then, Action writeOperator)
    {
        var name = RequestFeature.MetadataName(feature);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new PolicyExportException(
                $"Portkey finds no metadata whose name has a dot, as '{name}' has; rename what the caller sends.");
        }

        json.WriteStartObject();
        json.WriteStartObject("query");
        json.WriteStartObject($"metadata.{name}");
        writeOperator();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("then", then);
        json.WriteEndObject();
    }

    private void Strategy(string mode, Action writeMore)
    {
        json.WriteStartObject("strategy");
        json.WriteString("mode", mode);
        writeMore();
        json.WriteEndObject();
    }

    private void Statuses(IEnumerable<int> statuses)
    {
        json.WriteStartArray("on_status_codes");
        foreach (var status in statuses)
        {
            json.WriteNumberValue(status);
        }

        json.WriteEndArray();
    }

    private void Targets<T>(IEnumerable<T> targets, Action<T> write)
    {
        json.WriteStartArray("targets");
        foreach (var target in targets)
        {
            json.WriteStartObject();
            write(target);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static JsonEncodedText Operator(string name) => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    private static JavaScriptEncoder WithoutDollar()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.BasicLatin);
        settings.ForbidCharacter('$');
        return JavaScriptEncoder.Create(settings);
    }
}
