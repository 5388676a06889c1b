using System.Text.Json;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes the members of a target that is a model.</summary>
/// <param name="json">Where to; see <see cref="PortkeyConfig.Encoder"/>.</param>
internal sealed class PortkeyTarget(Utf8JsonWriter json)
{
    /// <summary>
    /// What the gateway passes on to an endpoint of OpenAI's protocol, read in its version 1.15.2; every other field it leaves out in
    /// silence.
    /// </summary>
    private static readonly HashSet<string> KnownFields = new(StringComparer.Ordinal)
    {
        "temperature", "top_p", "max_tokens", "max_completion_tokens", "seed", "n", "stop", "presence_penalty", "frequency_penalty",
            "logit_bias",
        "user", "tools", "tool_choice", "functions", "function_call", "response_format", "logprobs", "top_logprobs", "service_tier",
        "parallel_tool_calls", "store", "metadata", "modalities", "audio", "prediction", "reasoning_effort", "web_search_options",
        "prompt_cache_key", "safety_identifier", "verbosity",
    };

    /// <param name="model">The model.</param>
    /// <param name="checks">The services that must accept its answer.</param>
    /// <param name="isBuffered">Whether it must not be streamed.</param>
    /// <exception cref="PolicyExportException">Nobody knows where it is asked.</exception>
    public void Write(PolicyModelInfo model, IReadOnlyList<Uri> checks, bool isBuffered)
    {
        if (model.BaseUrl is not { } address)
        {
            throw new PolicyExportException($"The policy's file does not say at which address '{model.Model}' of {model.Provider} is "
                + "asked; add its base_url under 'models'.");
        }

        // An address that was measured speaks OpenAI's protocol, whoever answers there.
        json.WriteString("provider", "openai");
        json.WritePropertyName("api_key");
        if (model.ApiKeyEnv is { } variable)
        {
            json.WriteRawValue($"\"${variable}\"");
        }
        else
        {
            json.WriteStringValue("none");
        }

        json.WriteString("custom_host", address);
        json.WriteStartObject("override_params");
        json.WriteString("model", model.Model);
        foreach (var (name, value) in (model.Parameters ?? ModelParameters.None).BodyFields())
        {
            if (!KnownFields.Contains(name))
            {
                throw new PolicyExportException($"'{model.Model}' was measured with '{name}' in its requests, which Portkey leaves out; "
                    + "export to litellm or csharp, or serve the policy with 'serve'.");
            }

            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        if (isBuffered)
        {
            json.WriteBoolean("stream", false);
        }

        json.WriteEndObject();
        if (checks.Count == 0)
        {
            return;
        }

        json.WriteStartArray("output_guardrails");
        foreach (var check in checks)
        {
            json.WriteStartObject();
            json.WriteStartObject("default.webhook");
            json.WriteString("webhookURL", check.AbsoluteUri);
            json.WriteNumber("timeout", 30_000);
            json.WriteEndObject();
            json.WriteBoolean("deny", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
