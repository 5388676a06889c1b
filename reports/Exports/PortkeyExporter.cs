using System.Text;
using System.Text.Json;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>
/// Writes the configuration that a request to the Portkey gateway carries in its header <c>x-portkey-config</c>. Refuses hedges; a cascade
/// is a
/// fallback after answers that a service rejected, and is never streamed.
/// </summary>
public sealed class PortkeyExporter : IPolicyExporter
{
    /// <summary>
    /// The header's largest size in bytes. Node refuses more than 16 KiB of headers, and the others of a request need room too.
    /// </summary>
    public const int MaxBytes = 15 * 1024;

    /// <inheritdoc/>
    public string Name => "portkey";

    /// <inheritdoc/>
    public PolicyExport Export(PolicyFile file, ExportOptions options)
    {
        DeployablePolicy.RefuseSecrets("the verifier", options.VerifierUrl);
        var policy = DeployablePolicy.From(file);
        var root = FlatPolicy.From(file.Policy);
        policy.RefuseQueries("Portkey", root.Models);
        var header = Json(policy, root, options, isReadable: false);
        if (header.Length > MaxBytes)
        {
            throw new PolicyExportException($"The configuration has {header.Length} characters, and a header holds at most {MaxBytes}; "
                + "use fewer classes, or export to csharp.");
        }

        return new PolicyExport([new ExportedFile("portkey-header.json", header),
            new ExportedFile("portkey.json", Json(policy, root, options, isReadable: true) + "\n")], Notes(policy, root));
    }

    private static string Json(DeployablePolicy policy, RoutingPolicy root, ExportOptions options, bool isReadable)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer,
            new JsonWriterOptions { Indented = isReadable, NewLine = "\n", Encoder = PortkeyConfig.Encoder }))
        {
            // The gateway passes over what it does not know. The header does without: every request carries it.
            new PortkeyConfig(json, policy, new PortkeyVerifiers(options.VerifierUrl)).Write(root, () =>
            {
                if (!isReadable)
                {
                    return;
                }

                json.WriteStartArray("eval_origin");
                foreach (var line in OriginText.Lines(policy.File))
                {
                    json.WriteStringValue(line);
                }

                json.WriteEndArray();
            });
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static List<string> Notes(DeployablePolicy policy, RoutingPolicy root)
    {
        var notes = new List<string> { "Send portkey-header.json as the header x-portkey-config; portkey.json is the same for people, with "
            + "the numbers' origin." };
        var variables = root.Models.Select(model => policy.Model(model).ApiKeyEnv).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        if (variables.Count > 0)
        {
            notes.Add($"The gateway reads no variables: put the keys in when sending, for instance with envsubst "
                + $"'{string.Join(" ", variables.Select(variable => "$" + variable))}'.");
        }

        var features = root.All.Select(part => part switch { ClassPolicy classes => classes.Feature,
            ThresholdPolicy threshold => threshold.Score, _ => null }).OfType<string>()
            .Distinct(StringComparer.Ordinal).Select(feature => $"\"{RequestFeature.MetadataName(feature)}\": \"...\"").ToList();
        if (features.Count > 0)
        {
            notes.Add($"Send the header x-portkey-metadata: {{{string.Join(", ", features)}}} with texts as values.");
        }

        if (root.Models.Any(model => policy.Parameters(model).BodyFields().Count > 0))
        {
            notes.Add("The models' parameters are sent as they were measured, whatever the caller sends (override_params).");
        }

        foreach (var model in root.Models)
        {
            foreach (var (name, value) in policy.Parameters(model).Headers)
            {
                notes.Add($"'{model}' was measured with the header {name}: {value}, which Portkey does not add; send it with requests and "
                    + "list it in forward_headers.");
            }
        }

        if (root.All.Any(part => part is CascadePolicy))
        {
            notes.Add("Verified answers are never streamed: a client that asks for a stream gets one JSON body.");
            notes.Add("When the verifier cannot be reached the gateway serves the first answer unverified: watch the verifier.");
            var checks = root.All.OfType<CascadePolicy>().SelectMany(cascade => cascade.Stages).SelectMany(stage => stage.Verify)
                .Select(verifier => verifier.ToString()).Distinct(StringComparer.Ordinal);
            notes.Add($"The verifier accepts an answer when {string.Join(" and ", checks)}.");
        }

        if (root.All.Any(part => part is FailoverPolicy))
        {
            notes.Add("A stream that breaks off goes on to nobody: take a missing [DONE] or finish reason for an error.");
        }

        notes.Add("Addresses in private ranges must be listed in the gateway's variable TRUSTED_CUSTOM_HOSTS.");
        return notes;
    }
}
