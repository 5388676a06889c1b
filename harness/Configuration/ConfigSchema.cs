using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Eval.Reports.Gates;
using Eval.Results.Metrics;

namespace Eval.Harness.Configuration;

/// <summary>
/// The JSON schema of the configuration file, made from the records that read it, so that an editor knows exactly what the program does.
/// </summary>
internal static class ConfigSchema
{
    public const string FileName = "eval.schema.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the schema.</summary>
    public static string Text()
    {
        var schema = (JsonObject)ConfigFile.Format.GetJsonSchemaAsNode(typeof(EvalConfig),
            new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe });
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Eval configuration");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema || context.PropertyInfo is not { AttributeProvider: MemberInfo member })
        {
            return node;
        }

        if (member.GetCustomAttribute<DescriptionAttribute>() is { } description)
        {
            schema.Insert(0, "description", description.Description);
        }

        string[]? choices = member.Name switch
        {
            nameof(GateConfig.Metric) when member.DeclaringType == typeof(GateConfig) => [.. MetricCatalog.Default.Gates],
            nameof(GateConfig.VerdictOrigin) when member.DeclaringType == typeof(GateConfig) => [.. Gate.VerdictOrigins],
            nameof(NotifyConfig.When) when member.DeclaringType == typeof(NotifyConfig) => [NotifyConfig.Always, NotifyConfig.OnTrouble],
            _ => null,
        };
        if (choices is not null)
        {
            schema["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode?)choice)]);
        }

        return schema;
    }
}
