using System.Globalization;
using System.Text.Json.Nodes;
using Eval.Results.Records;

namespace Eval.Results.Storage;

/// <summary>
/// Reads the models of runs of format 1: their parameters were a flat list of texts, in which headers, extra fields as JSON text and the
/// policy stood too.
/// </summary>
internal static class FormatOneModels
{
    private const string Header = "header ";
    private static readonly string[] Numbers = ["temperature", "top_p", "max_tokens", "max_completion_tokens", "seed"];

    /// <summary>Writes the models of a stored run in today's form.</summary>
    public static void Upgrade(JsonArray models)
    {
        foreach (var model in models.OfType<JsonObject>())
        {
            if (model[nameof(RunModel.Parameters)] is JsonObject sent)
            {
                var policy = Policy(sent);
                model[nameof(RunModel.Parameters)] = Parameters(sent);
                if (policy is not null)
                {
                    model[nameof(RunModel.PolicyFollowed)] = policy;
                }
            }

            if (model[nameof(RunModel.ChosenParameters)] is JsonObject chosen)
            {
                model[nameof(RunModel.ChosenParameters)] = Parameters(chosen);
            }
        }
    }

    private static JsonObject? Policy(JsonObject texts)
    {
        if (Text(texts, "policy") is not { } definition)
        {
            return null;
        }

        var asked = Text(texts, "policy_models") is { } models && JsonNode.Parse(models) is JsonArray list ? list : [];
        Upgrade(asked);
        var policy = new JsonObject
        {
            [nameof(RunPolicy.Definition)] = JsonNode.Parse(definition),
            [nameof(RunPolicy.Models)] = asked,
        };
        if (Text(texts, "policy_prediction") is { } expected)
        {
            policy[nameof(RunPolicy.Expected)] = JsonNode.Parse(expected);
        }

        return policy;
    }

    private static JsonObject Parameters(JsonObject texts)
    {
        var (headers, extra) = (new JsonObject(), new JsonObject());
        var parameters = new JsonObject { [nameof(ModelParameters.ExtraBody)] = extra, [nameof(ModelParameters.Headers)] = headers };
        foreach (var (name, value) in texts)
        {
            var text = value!.GetValue<string>();
            if (name.StartsWith(Header, StringComparison.Ordinal))
            {
                headers[name[Header.Length..]] = text;
            }
            else if (name == "stream")
            {
                parameters[nameof(ModelParameters.Stream)] = text == "true";
            }
            else if (Numbers.Contains(name) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                parameters[NameOf(name)] = JsonNode.Parse(text);
            }
            else if (name is not ("policy" or "policy_models" or "policy_prediction"))
            {
                extra[name] = JsonNode.Parse(text);
            }
        }

        return parameters;
    }

    private static string? Text(JsonObject texts, string name) => texts[name]?.GetValue<string>();

    private static string NameOf(string name) => name switch
    {
        "temperature" => nameof(ModelParameters.Temperature),
        "top_p" => nameof(ModelParameters.TopP),
        "max_tokens" => nameof(ModelParameters.MaxTokens),
        "max_completion_tokens" => nameof(ModelParameters.MaxCompletionTokens),
        _ => nameof(ModelParameters.Seed),
    };
}
