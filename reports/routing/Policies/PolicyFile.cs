using System.Collections;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Routing.Policies;

/// <summary>A policy with its origin: what <c>routing.json</c> holds, runs ask and routers load.</summary>
public sealed record PolicyFile
{
    /// <summary>The version of the format.</summary>
    public const int CurrentSchema = 1;

    private static readonly string[] Fields = ["schema", "name", "policy", "evaluated_on", "metrics", "baseline", "margin",
        "quality_difference", "savings", "verdict", "models", "classifier"];

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmpty } },
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false), new EstimateConverter() },
    };

    /// <summary>Gets the name, by which <c>--models</c> and reports call it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the policy.</summary>
    public required RoutingPolicy Policy { get; init; }

    /// <summary>
    /// Gets what reads a feature from the prompt where the caller does not declare it; <see langword="null"/> when callers declare.
    /// </summary>
    public PromptClassifier? Classifier { get; init; }

    /// <summary>Gets what it was measured on; <see langword="null"/> for a policy that somebody wrote.</summary>
    public PolicyOrigin? EvaluatedOn { get; init; }

    /// <summary>Gets what it is expected to do; <see langword="null"/> for a policy that somebody wrote.</summary>
    public PolicyMetrics? Metrics { get; init; }

    /// <summary>Gets the model it was compared with.</summary>
    public string? Baseline { get; init; }

    /// <summary>Gets the loss of quality that was declared to be acceptable, 0 to 1.</summary>
    public double? Margin { get; init; }

    /// <summary>Gets its quality minus the baseline's.</summary>
    public Estimate? QualityDifference { get; init; }

    /// <summary>Gets the share of the baseline's cost that it saves.</summary>
    public Estimate? Savings { get; init; }

    /// <summary>Gets what was shown.</summary>
    public PolicyVerdict? Verdict { get; init; }

    /// <summary>Gets what a gateway must know of the models, by name.</summary>
    public IReadOnlyDictionary<string, PolicyModelInfo> Models { get; init; } = new Dictionary<string, PolicyModelInfo>();

    /// <summary>Returns the JSON.</summary>
    public string ToJson()
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", CurrentSchema);
            json.WriteString("name", Name);
            json.WritePropertyName("policy");
            PolicyWriter.Write(json, Policy);
            Write(json, "evaluated_on", EvaluatedOn);
            Write(json, "metrics", Metrics);
            Write(json, "baseline", Baseline);
            Write(json, "margin", Margin);
            Write(json, "quality_difference", QualityDifference);
            Write(json, "savings", Savings);
            Write(json, "verdict", Verdict);
            if (Models.Count > 0)
            {
                Write(json, "models", Models);
            }

            // Last, because it is long.
            Write(json, "classifier", Classifier);

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="PolicyFormatException">It holds no policy that could be followed.</exception>
    public static PolicyFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyFormatException($"{path}: the policy cannot be read ({e.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="PolicyFormatException">It holds no policy that could be followed.</exception>
    public static PolicyFile Parse(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("policy", out var policy))
            {
                throw new PolicyFormatException($"{source}: this is no policy; write an object with \"schema\": {CurrentSchema} and "
                    + $"\"policy\", or let 'route' write one.");
            }

            if (!root.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.Number
                || !schema.TryGetInt32(out var version) || version != CurrentSchema)
            {
                throw new PolicyFormatException($"{source}, field schema: this program reads version {CurrentSchema}; write \"schema\": "
                    + $"{CurrentSchema}, or let 'route' write the file again.");
            }

            RefuseOthers(root, source);
            T? Field<T>(string name)
            {
                try
                {
                    return root.TryGetProperty(name, out var value) ? value.Deserialize<T>(Format) : default;
                }
                catch (JsonException e)
                {
                    throw new PolicyFormatException(
                        $"{source}, field {name}{e.Path?.TrimStart('$')}: it cannot be read as what it should be.");
                }
            }

            var file = new PolicyFile
            {
                Name = Field<string>("name") is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(source),
                Policy = new PolicyReader(source).Read(policy, "policy"),
                Classifier = Field<PromptClassifier>("classifier"),
                EvaluatedOn = Field<PolicyOrigin>("evaluated_on"),
                Metrics = Field<PolicyMetrics>("metrics"),
                Baseline = Field<string>("baseline"),
                Margin = Field<double?>("margin"),
                QualityDifference = Field<Estimate>("quality_difference"),
                Savings = Field<Estimate>("savings"),
                Verdict = Field<PolicyVerdict?>("verdict"),
                Models = Field<Dictionary<string, PolicyModelInfo>>("models") ?? [],
            };
            return file.Mistake() is { } mistake
                ? throw new PolicyFormatException($"{source}, field {mistake.Field}: {mistake.What}.") : file;
        }
        catch (InvalidOperationException)
        {
            throw new PolicyFormatException(
                $"{source}: a text in it holds half of a character (\\ud800 to \\udfff without its other half); fix it.");
        }
        catch (JsonException e)
        {
            throw new PolicyFormatException($"{source} line {e.LineNumber + 1}: this is no JSON.");
        }
    }

    /// <summary>A field that is misspelt or there twice would leave something else in force than what a reader sees.</summary>
    private static void RefuseOthers(JsonElement root, string source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in root.EnumerateObject())
        {
            if (!Fields.Contains(field.Name, StringComparer.Ordinal))
            {
                throw new PolicyFormatException(
                    $"{source}, field {field.Name}: there is no such field; known are {string.Join(", ", Fields)}.");
            }

            if (!seen.Add(field.Name))
            {
                throw new PolicyFormatException($"{source}, field {field.Name}: it is there twice.");
            }
        }
    }

    private (string Field, string What)? Mistake()
    {
        if (!Name.All(PolicyNames.IsSeen))
        {
            return ("name", "write printable characters; it is printed where others read it");
        }

        if (Margin is < 0 or > 1)
        {
            return ("margin", "write a rate from 0 to 1");
        }

        if (Models.FirstOrDefault(model => model.Value is null) is { Key: { } empty })
        {
            return ($"models.{empty}", "it is empty; write where the model is asked, or take it out");
        }

        foreach (var (model, info) in Models)
        {
            if (info.Parameters is { } parameters && ParameterMistakes.Find(parameters) is { } wrong)
            {
                return ($"models.{model}.parameters.{wrong.Field}", wrong.What);
            }
        }

        if (Classifier?.Mistake() is { } mistake)
        {
            return ($"classifier.{mistake.Field}", mistake.What);
        }

        return Classifier is { } classifier && !Policy.LooksAt(classifier.Feature)
            ? ("classifier.feature",
                $"the policy never looks at '{classifier.Feature}'; take the classifier out, or write rules by what it reads") : null;
    }

    private static void Write<T>(Utf8JsonWriter json, string name, T? value)
    {
        if (value is null)
        {
            return;
        }

        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, Format);
    }

    /// <summary>Of parameters only those are written that are sent.</summary>
    private static void LeaveOutEmpty(JsonTypeInfo type)
    {
        foreach (var property in type.Type == typeof(ModelParameters) ? type.Properties : [])
        {
            if (typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
            {
                property.ShouldSerialize = (_, value) => value is IEnumerable items && items.GetEnumerator().MoveNext();
            }
        }
    }

    /// <summary>Unbounded ends are null.</summary>
    private sealed class EstimateConverter : JsonConverter<Estimate>
    {
        public override Estimate? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var json = document.RootElement;
            if (json.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException();
            }

            double? Number(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                ? value.GetDouble() : null;
            return new Estimate(
                Number("value") ?? throw new JsonException(), Number("low") ?? double.NegativeInfinity,
                    Number("high") ?? double.PositiveInfinity, (int)(Number("n") ?? 0));
        }

        public override void Write(Utf8JsonWriter writer, Estimate value, JsonSerializerOptions options)
        {
            void Number(string name, double number)
            {
                if (double.IsFinite(number))
                {
                    writer.WriteNumber(name, number);
                }
                else
                {
                    writer.WriteNull(name);
                }
            }

            writer.WriteStartObject();
            Number("value", value.Value);
            Number("low", value.Low);
            Number("high", value.High);
            writer.WriteNumber("n", value.N);
            writer.WriteEndObject();
        }
    }
}
