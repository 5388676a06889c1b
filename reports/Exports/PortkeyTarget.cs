using System.Text.Json;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes the members of a target that is a model.</summary>
/// <param name="json">Where to; see <see cref="PortkeyConfig.Encoder"/>.</param>
internal sealed class PortkeyTarget(Utf8JsonWriter json)
{
    /// <param name="model">The model.</param>
    /// <param name="checks">The services that must accept its answer.</param>
    /// <param name="isBuffered">Whether it must not be streamed.</param>
    /// <exception cref="PolicyExportException">Nobody knows where it is asked.</exception>
    public void Write(PolicyModelInfo model, IReadOnlyList<Uri> checks, bool isBuffered)
    {
        if (model.BaseUrl is not { } address)
            throw new PolicyExportException($"The policy's file does not say at which address '{model.Model}' of {model.Provider} is asked; add its base_url under 'models'.");

        // An address that was measured speaks OpenAI's protocol, whoever answers there.
        json.WriteString("provider", "openai");
        json.WritePropertyName("api_key");
        if (model.ApiKeyEnv is { } variable)
            json.WriteRawValue($"\"${variable}\"");
        else
            json.WriteStringValue("none");

        json.WriteString("custom_host", address);
        json.WriteStartObject("override_params");
        json.WriteString("model", model.Model);
        if (isBuffered)
            json.WriteBoolean("stream", false);

        json.WriteEndObject();
        if (checks.Count == 0)
            return;

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
