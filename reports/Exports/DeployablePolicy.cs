using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>A policy that needs nothing that only an evaluator knows, and the models it asks.</summary>
internal sealed partial class DeployablePolicy
{
    private DeployablePolicy(PolicyFile file) => File = file;

    public PolicyFile File { get; }

    /// <param name="file">The policy.</param>
    /// <param name="withClassifier">Whether its classifier goes with it.</param>
    /// <exception cref="PolicyExportException">It cannot be deployed anywhere.</exception>
    public static DeployablePolicy From(PolicyFile file, bool withClassifier = false)
    {
        if (!withClassifier && file.Classifier is { } classifier)
        {
            throw new PolicyExportException($"The policy reads '{classifier.Feature}' from the prompt, which this format cannot; serve it "
                + "with 'serve', export to json, or let callers declare it and search without --classify.");
        }

        if (file.Policy.UpperBoundReason is { } reason)
        {
            throw new PolicyExportException($"The policy cannot be deployed, because {reason}; its numbers are an upper bound, so choose "
                + "one that looks only at what exists in production.");
        }

        if (file.Policy.All.Any(part => part is ThresholdPolicy { AtLeast: var least } && !double.IsFinite(least)))
        {
            throw new PolicyExportException(
                "A threshold that everything or nothing reaches cannot be written; put its strong or its weak part in its place.");
        }

        foreach (var (name, model) in file.Models)
        {
            RefuseSecrets(name, model);
        }

        foreach (var verifier in file.Policy.All.OfType<CascadePolicy>().SelectMany(cascade => cascade.Stages)
            .SelectMany(stage => stage.Verify))
        {
            RefuseSecrets("the verifier", verifier.Url);
        }

        return new DeployablePolicy(file);
    }

    /// <summary>Returns a text that is the same for the same policy.</summary>
    public static string KeyOf(RoutingPolicy policy)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            PolicyWriter.Write(json, policy);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <exception cref="PolicyExportException">The address may hold a secret.</exception>
    public static void RefuseSecrets(string whose, Uri? address)
    {
        if (address is not null && (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0))
        {
            throw new PolicyExportException($"The address of {whose} has a name, a password or a query, which may be a secret; write one "
                + "without, and pass keys by environment variables.");
        }
    }

    /// <summary>Returns what a gateway must know of a model.</summary>
    /// <exception cref="PolicyExportException">It is not known, or no gateway can ask the model.</exception>
    public PolicyModelInfo Model(string name)
    {
        if (!File.Models.TryGetValue(name, out var model))
        {
            throw new PolicyExportException($"The policy's file does not say where '{name}' is asked; add it under 'models' with its "
                + "provider, model, base_url and api_key_env.");
        }

        if (model.IsSimulated)
        {
            throw new PolicyExportException(
                $"'{name}' is a simulated model, which no gateway can ask; measure real models and export their policy.");
        }

        if (!ProviderName().IsMatch(model.Provider))
        {
            throw new PolicyExportException(
                $"The provider of '{name}' has a name that is no word of lower-case letters, digits, - and _; rename it under 'models'.");
        }

        if (model.Model.Length == 0 || !PrintableAscii.Is(model.Model))
        {
            throw new PolicyExportException($"The identifier of '{name}' is not of printable ASCII characters; write the one that the "
                + "provider expects under 'models'.");
        }

        return model;
    }

    /// <summary>Returns what a model was measured with; nothing where that is not known.</summary>
    public ModelParameters Parameters(string name) => Model(name).Parameters ?? ModelParameters.None;

    /// <exception cref="PolicyExportException">A model was measured with a query, and a format has no place for one.</exception>
    public void RefuseQueries(string format, IEnumerable<string> models)
    {
        foreach (var name in models)
        {
            if (Parameters(name).Query.Keys.FirstOrDefault() is { } parameter)
            {
                throw new PolicyExportException($"'{name}' was measured at an address with a query ('{parameter}'), and {format} has no "
                    + "place for one; export to csharp, or serve the policy with 'serve'.");
            }
        }
    }

    private static void RefuseSecrets(string name, PolicyModelInfo model)
    {
        if (model.Parameters is { } parameters && ParameterMistakes.Find(parameters) is { } mistake)
        {
            throw new PolicyExportException($"What stands in parameters.{mistake.Field} of '{name}' cannot be exported: {mistake.What}.");
        }

        // A key that was pasted where its variable's name belongs must not be passed on, nor shown in a message.
        if (model.ApiKeyEnv is { } variable && !VariableName().IsMatch(variable))
        {
            throw new PolicyExportException($"What stands in api_key_env of '{name}' is no name of an environment variable (capital "
                + "letters, digits, _); write the variable's name, never the key.");
        }

        if (model.BaseUrl is not { } address)
        {
            return;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || !PrintableAscii.Is(address)
            || address.Contains(' ', StringComparison.Ordinal))
        {
            throw new PolicyExportException($"The base_url of '{name}' is no address that begins with http:// or https://; write the whole "
                + "one, without /chat/completions.");
        }

        RefuseSecrets($"'{name}'", url);
    }

    [GeneratedRegex("^[A-Z_][A-Z0-9_]*\\z")]
    private static partial Regex VariableName();

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*\\z")]
    private static partial Regex ProviderName();
}
