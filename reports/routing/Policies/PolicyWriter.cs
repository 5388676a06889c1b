using System.Text.Json;

namespace Eval.Routing.Policies;

/// <summary>Writes a policy as JSON. A model alone is a text.</summary>
internal static class PolicyWriter
{
    public static void Write(Utf8JsonWriter json, RoutingPolicy policy)
    {
        if (policy is SinglePolicy single)
        {
            json.WriteStringValue(single.Model);
            return;
        }

        json.WriteStartObject();
        switch (policy)
        {
            case ClassPolicy classes:
                json.WriteString("kind", "by_class");
                json.WriteString("feature", classes.Feature);
                json.WriteStartObject("rules");
                foreach (var (value, part) in classes.Rules.OrderBy(rule => rule.Key, StringComparer.Ordinal))
                {
                    Write(json, value, part);
                }

                json.WriteEndObject();
                Write(json, "default", classes.Default);
                break;
            case ThresholdPolicy threshold:
                json.WriteString("kind", "threshold");
                json.WriteString("score", threshold.Score);
                json.WriteNumber("at_least", threshold.AtLeast);
                Write(json, "strong", threshold.Strong);
                Write(json, "weak", threshold.Weak);
                break;
            case CascadePolicy cascade:
                json.WriteString("kind", "cascade");
                json.WriteStartArray("stages");
                foreach (var stage in cascade.Stages)
                {
                    Write(json, stage);
                }

                json.WriteEndArray();
                break;
            case FailoverPolicy failover:
                Write(json, failover);
                break;
            case HedgePolicy hedge:
                json.WriteString("kind", "hedge");
                Write(json, "primary", hedge.Primary);
                Write(json, "backup", hedge.Backup);
                json.WriteNumber("delay_ms", hedge.Delay.TotalMilliseconds);
                break;
            case MixPolicy mix:
                json.WriteString("kind", "mix");
                json.WriteStartArray("shares");
                foreach (var share in mix.Shares)
                {
                    json.WriteStartObject();
                    Write(json, "policy", share.Policy);
                    json.WriteNumber("weight", share.Weight);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"There is no form for {policy.GetType().Name}.", nameof(policy));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, RoutingPolicy policy)
    {
        json.WritePropertyName(name);
        Write(json, policy);
    }

    private static void Write(Utf8JsonWriter json, CascadeStage stage)
    {
        json.WriteStartObject();
        Write(json, "policy", stage.Policy);
        if (stage.Verify.Count > 0)
        {
            json.WriteStartArray("verify");
            foreach (var verifier in stage.Verify)
            {
                Write(json, verifier);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Verifier verifier)
    {
        json.WriteStartObject();
        json.WriteString("kind", PolicyNames.From(verifier.Kind));
        switch (verifier.Kind)
        {
            case VerifierKind.SelfConsistency:
                json.WriteNumber("samples", verifier.Samples);
                json.WriteNumber("agreement", verifier.Agreement);
                break;
            case VerifierKind.Effort:
                json.WriteString("column", PolicyNames.From(verifier.Column));
                json.WriteNumber("max", verifier.Max);
                break;
            case VerifierKind.Webhook:
                json.WriteString("url", verifier.Url?.OriginalString);
                if (verifier.Runs is { } runs)
                {
                    json.WriteString("runs", PolicyNames.From(runs));
                }

                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FailoverPolicy failover)
    {
        json.WriteString("kind", "failover");
        json.WriteStartArray("policies");
        foreach (var part in failover.Policies)
        {
            Write(json, part);
        }

        json.WriteEndArray();
        json.WriteStartArray("on");
        foreach (var status in failover.OnStatuses)
        {
            json.WriteNumberValue(status);
        }

        if (failover.OnConnect)
        {
            json.WriteStringValue(PolicyNames.Connect);
        }

        if (failover.OnTruncatedStream)
        {
            json.WriteStringValue(PolicyNames.TruncatedStream);
        }

        json.WriteEndArray();
        json.WriteNumber("retries", failover.Retries);
        json.WriteNumber("timeout_ms", failover.Timeout.TotalMilliseconds);
    }
}
