using System.Text;
using System.Text.Json;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>
/// Writes <c>config.yaml</c> of the LiteLLM proxy: models, failovers, mixes, and classes whose group the caller names. Refuses cascades,
/// hedges and
/// thresholds.
/// </summary>
public sealed class LiteLlmExporter : IPolicyExporter
{
    /// <inheritdoc/>
    public string Name => "litellm";

    /// <inheritdoc/>
    public PolicyExport Export(PolicyFile file, ExportOptions options)
    {
        var policy = DeployablePolicy.From(file);
        var groups = new LiteLlmGroups(file.Name, FlatPolicy.From(file.Policy));
        policy.RefuseQueries("LiteLLM", groups.Deployments.Select(deployment => deployment.Model));
        var notes = Notes(groups);
        if (groups.Deployments.Any(deployment => policy.Parameters(deployment.Model) != ModelParameters.None))
        {
            notes.Add("The models' parameters are sent as they were measured where the caller sends none of his own.");
        }

        var comments = OriginText.Lines(file).Concat(notes).Select(line => $"# {PrintableAscii.From(line)}\n");
        var files = new List<ExportedFile> { new("config.yaml", string.Concat(comments) + Yaml(policy, groups)) };
        if (groups.Feature is not null)
        {
            files.Add(new ExportedFile("classes.json", Classes(groups)));
        }

        return new PolicyExport(files, notes);
    }

    private static List<string> Notes(LiteLlmGroups groups)
    {
        var notes = new List<string>();
        if (groups.Feature is { } feature)
        {
            var map = groups.Classes.Select(rule => $"{rule.Value} = {rule.Group}").Append($"anything else = {groups.Default}");
            notes.Add($"The caller chooses the group by {RequestFeature.MetadataName(feature)} and sends it as \"model\" (classes.json): "
                + $"{string.Join(", ", map)}.");
        }
        else
        {
            notes.Add($"Send \"model\": \"{groups.Default}\".");
        }

        if (groups.Failover is { } failover)
        {
            if (groups.Classes.Count > 0 && failover.Retries > 0)
            {
                notes.Add("The retries are for all groups, also for models that the policy asks once.");
            }

            notes.Add("LiteLLM asks the next group after every error that is left after the retries, also after statuses that the policy "
                + "does not name.");
            notes.Add("Its time-out bounds the whole answer where nothing is streamed. A stream that breaks off goes on to nobody: take a "
                + "missing finish reason for an error.");
        }

        if (groups.Deployments.Any(deployment => deployment.Weight is not null))
        {
            notes.Add("While LiteLLM rests a deployment that failed, the others get its share.");
        }

        return notes;
    }

    private static string Yaml(DeployablePolicy policy, LiteLlmGroups groups)
    {
        var yaml = new LiteLlmYaml();
        yaml.Object(() =>
        {
            yaml.Key("model_list");
            yaml.List(groups.Deployments, deployment => Deployment(yaml, deployment, policy.Model(deployment.Model)));
            yaml.Key("router_settings");
            yaml.Object(() => Router(yaml, groups));
            yaml.Key("litellm_settings");
            yaml.Object(() =>
            {
                yaml.Key("drop_params");
                yaml.True();
            });
            yaml.Key("general_settings");
            yaml.Object(() =>
            {
                yaml.Key("master_key");
                yaml.Text("os.environ/LITELLM_MASTER_KEY");
            });
        });
        return yaml.End();
    }

    private static void Deployment(LiteLlmYaml yaml, LiteLlmDeployment deployment, PolicyModelInfo model) => yaml.Object(() =>
    {
        yaml.Key("model_name");
        yaml.Text(deployment.Group);
        yaml.Key("litellm_params");
        yaml.Object(() =>
        {
            yaml.Key("model");
            // An address that was measured speaks OpenAI's protocol, whoever answers there.
            yaml.Text(model.BaseUrl is null ? $"{model.Provider}/{model.Model}" : $"openai/{model.Model}");
            if (model.BaseUrl is { } address)
            {
                yaml.Key("api_base");
                yaml.Text(address);
            }

            yaml.Key("api_key");
            // The client library behind "openai" insists on a key, also where the endpoint wants none.
            yaml.Text(model.ApiKeyEnv is { } variable ? $"os.environ/{variable}" : "none");
            Parameters(yaml, model);
            if (deployment.Weight is { } weight)
            {
                yaml.Key("weight");
                yaml.Number((decimal)weight);
            }
        });
        if (model.InputUsdPerMillionTokens is null && model.OutputUsdPerMillionTokens is null)
        {
            return;
        }

        yaml.Key("model_info");
        yaml.Object(() =>
        {
            Price(yaml, "input_cost_per_token", model.InputUsdPerMillionTokens);
            Price(yaml, "output_cost_per_token", model.OutputUsdPerMillionTokens);
        });
    });

    /// <summary>Fields that LiteLLM does not know go into extra_body, which it passes on as it is.</summary>
    private static void Parameters(LiteLlmYaml yaml, PolicyModelInfo model)
    {
        var parameters = model.Parameters ?? ModelParameters.None;
        if (model.BaseUrl is null && parameters.ExtraBody.Count > 0)
        {
            throw new PolicyExportException(
                $"'{model.Model}' was measured with '{parameters.ExtraBody.Keys.First()}' in its requests, which LiteLLM passes on "
                + "to an address of OpenAI's protocol alone; add its base_url under 'models', or export to csharp.");
        }

        foreach (var (name, value) in (parameters with { ExtraBody = null! }).BodyFields())
        {
            yaml.Key(name);
            yaml.Value(value);
        }

        if (parameters.ExtraBody.Count > 0)
        {
            yaml.Key("extra_body");
            yaml.Value(JsonSerializer.SerializeToElement(parameters.ExtraBody));
        }

        if (parameters.Headers.Count > 0)
        {
            yaml.Key("extra_headers");
            yaml.Value(JsonSerializer.SerializeToElement(parameters.Headers));
        }
    }

    private static void Price(LiteLlmYaml yaml, string name, decimal? usdPerMillionTokens)
    {
        if (usdPerMillionTokens is not { } price)
        {
            return;
        }

        yaml.Key(name);
        yaml.Number(price / 1_000_000);
    }

    private static void Router(LiteLlmYaml yaml, LiteLlmGroups groups)
    {
        yaml.Key("routing_strategy");
        yaml.Text("simple-shuffle");
        yaml.Key("num_retries");
        yaml.Number(groups.Failover?.Retries ?? 0);
        if (groups.Failover is not { } failover)
        {
            return;
        }

        yaml.Key("timeout");
        yaml.Number((decimal)failover.Timeout.TotalSeconds);
        yaml.Key("fallbacks");
        yaml.List(groups.Fallbacks, fallback => yaml.Object(
            () =>
            {
                yaml.Text(fallback.Group);
                yaml.List(fallback.Next, yaml.Text, isFlow: true);
            },
            isFlow: true));
    }

    private static string Classes(LiteLlmGroups groups)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("feature", RequestFeature.MetadataName(groups.Feature!));
            json.WriteStartObject("groups");
            foreach (var (value, group) in groups.Classes)
            {
                json.WriteString(value, group);
            }

            json.WriteEndObject();
            json.WriteString("default", groups.Default);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
