using System.Globalization;
using System.Text;
using System.Text.Json;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>
/// Writes the two models, router and threshold for RouteLLM. Only a threshold over the router's own scores is the policy that was measured;
/// anything else becomes a share of calls to the strong model, and a note says that the numbers do not carry over.
/// </summary>
public sealed class RouteLlmExporter : IPolicyExporter
{
    /// <summary>The routers that RouteLLM has.</summary>
    private static readonly string[] Routers = ["mf", "sw_ranking", "bert", "causal_llm", "random"];

    /// <inheritdoc/>
    public string Name => "routellm";

    /// <inheritdoc/>
    public PolicyExport Export(PolicyFile file, ExportOptions options)
    {
        var policy = DeployablePolicy.From(file);
        var pair = RouteLlmPair.From(file);
        var (strong, weak) = (ModelId(policy, pair.Strong), ModelId(policy, pair.Weak));
        var notes = new List<string>();
        AddParameters(policy, pair, notes);
        string router;
        double? threshold;
        if (file.Policy is ThresholdPolicy measured
            && Routers.Contains(RequestFeature.MetadataName(measured.Score), StringComparer.Ordinal))
        {
            router = RequestFeature.MetadataName(measured.Score);
            threshold = Rounded(measured.AtLeast, notes);
        }
        else
        {
            router = Routers.Contains(options.Router, StringComparer.Ordinal) ? options.Router
                : throw new PolicyExportException($"RouteLLM has no router of that name; choose one of {string.Join(", ", Routers)}.");
            threshold = Calibrated(options);
            notes.Add($"The measured quality and savings do not carry over: the router {router} chooses by its own scores, not by what the "
                + "policy looks at.");
        }

        if (threshold is { } value)
        {
            notes.Add($"Send \"model\": \"{RequestModel(router, value)}\".");
        }
        else
        {
            notes.Add("RouteLLM prints the threshold of that share for its own sample of prompts; better calibrate on prompts of your own.");
        }

        if (policy.Model(pair.Strong).BaseUrl != policy.Model(pair.Weak).BaseUrl)
        {
            notes.Add("RouteLLM calls both models by LiteLLM's names and takes one --base-url for both; with two addresses put a LiteLLM "
                + "proxy in front of them.");
        }

        return new PolicyExport(
            [new ExportedFile("routellm.json", Json(file, strong, weak, router, threshold, options.StrongShare)),
                new ExportedFile("routellm.sh", Script(file, notes, strong, weak, router, threshold, options.StrongShare))],
            notes);
    }

    /// <summary>RouteLLM has no place for parameters: callers send them, to whichever model it chooses.</summary>
    private static void AddParameters(DeployablePolicy policy, RouteLlmPair pair, List<string> notes)
    {
        var (strong, weak) = (policy.Parameters(pair.Strong), policy.Parameters(pair.Weak));
        if (strong != weak)
        {
            throw new PolicyExportException($"'{pair.Strong}' was measured with {TextOf(strong)} and '{pair.Weak}' with {TextOf(weak)}, "
                + "and RouteLLM has no place for "
                + "parameters of a model; export to litellm, portkey or csharp, or serve the policy with 'serve'.");
        }

        if (strong != ModelParameters.None)
        {
            notes.Add($"Both models were measured with {TextOf(strong)}, which RouteLLM does not add: send it with requests.");
        }
    }

    private static string TextOf(ModelParameters parameters) =>
        parameters == ModelParameters.None ? "no parameters" : parameters.ToString();

    private static string ModelId(DeployablePolicy policy, string name)
    {
        var model = policy.Model(name);
        return model.BaseUrl is null ? $"{model.Provider}/{model.Model}" : $"openai/{model.Model}";
    }

    private static double Rounded(double atLeast, List<string> notes)
    {
        if (atLeast is not (>= 0 and <= 1))
        {
            throw new PolicyExportException("RouteLLM's scores and thresholds lie between 0 and 1, and the policy's threshold does not; "
                + "measure the router's own scores.");
        }

        var rounded = Math.Round(atLeast, RouteLlmCalibration.Decimals);
        if (!rounded.Equals(atLeast))
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"The threshold {atLeast} is rounded to {RouteLlmCalibration.Decimals} decimals, as RouteLLM does."));
        }

        return rounded;
    }

    private static double? Calibrated(ExportOptions options)
    {
        if (options.StrongShare is not (>= 0 and <= 1))
        {
            throw new PolicyExportException("RouteLLM cannot look at what this policy looks at; say which share of requests the strong "
                + "model gets, 0 to 1, and its router is set to that share.");
        }

        if (options.RouterScores.Any(score => score is not (>= 0 and <= 1)))
        {
            throw new PolicyExportException(
                "RouteLLM's scores lie between 0 and 1, and some of these do not; give the router's own scores.");
        }

        return options.RouterScores.Count == 0 ? null : RouteLlmCalibration.ThresholdOf(options.RouterScores, options.StrongShare.Value);
    }

    private static string RequestModel(string router, double threshold) => $"router-{router}-{Number(threshold)}";

    private static string Number(double number) => number.ToString("0.#####", CultureInfo.InvariantCulture);

    private static string Json(PolicyFile file, string strong, string weak, string router, double? threshold, double? share)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("strong_model", strong);
            json.WriteString("weak_model", weak);
            json.WriteString("router", router);
            if (threshold is { } value)
            {
                json.WriteNumber("threshold", value);
                json.WriteString("model", RequestModel(router, value));
            }
            else
            {
                json.WriteNumber("strong_model_pct", share!.Value);
            }

            json.WriteStartArray("origin");
            foreach (var line in OriginText.Lines(file))
            {
                json.WriteStringValue(line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static string Script(PolicyFile file, List<string> notes, string strong, string weak, string router, double? threshold,
        double? share)
    {
        var script = new StringBuilder("#!/bin/sh\n");
        foreach (var line in OriginText.Lines(file).Concat(notes))
        {
            script.Append(CultureInfo.InvariantCulture, $"# {PrintableAscii.From(line)}\n");
        }

        if (threshold is null)
        {
            script.Append(CultureInfo.InvariantCulture, $"python -m routellm.calibrate_threshold --routers {router} --strong-model-pct "
                + $"{Number(share!.Value)} --config config.yaml\n");
        }

        return script.Append(CultureInfo.InvariantCulture, $"python -m routellm.openai_server --routers {router} --strong-model "
            + $"{Quoted(strong)} --weak-model {Quoted(weak)} --config config.yaml\n").ToString();
    }

    /// <summary>Nothing within single quotes means anything to a shell, except the end of them.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
