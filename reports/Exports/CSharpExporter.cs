using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>Writes one C# file that follows the policy over chat clients of Microsoft.Extensions.AI. It can express every policy.</summary>
public sealed class CSharpExporter : IPolicyExporter
{
    /// <inheritdoc/>
    public string Name => "csharp";

    /// <inheritdoc/>
    public PolicyExport Export(PolicyFile file, ExportOptions options)
    {
        var policy = DeployablePolicy.From(file);
        var models = file.Policy.Models.Select(name => (Name: name, Info: policy.Model(name))).Select(model =>
            $"        new({CSharpLiteral.From(model.Name)}, {CSharpLiteral.From(model.Info.Provider)}, "
            + $"{CSharpLiteral.From(model.Info.Model)}, "
                + $"{CSharpLiteral.FromOptional(model.Info.BaseUrl)}, "
                + $"{CSharpLiteral.FromOptional(model.Info.ApiKeyEnv)}){CSharpParameters.Write(policy.Parameters(model.Name))},\n");
        var features = file.Policy.All.Select(part => part switch { ClassPolicy classes => classes.Feature,
            ThresholdPolicy threshold => threshold.Score, _ => null }).OfType<string>()
            .Select(RequestFeature.MetadataName).Distinct(StringComparer.Ordinal).ToList();
        var text = Template()
            .Replace("        //MODELS\n", string.Concat(models), StringComparison.Ordinal)
            .Replace("/*FEATURES*/", string.Join(", ", features.Select(CSharpLiteral.From)), StringComparison.Ordinal)
            .Replace("/*POLICY*/", CSharpExpression.Write(file.Policy), StringComparison.Ordinal)
            // Last, because comments are not escaped as literals are: a name in them that looks like a mark stays what it is.
            .Replace("//ORIGIN\n", string.Concat(OriginText.Lines(file).Select(line => $"// {line}\n")), StringComparison.Ordinal);
        return new PolicyExport([new ExportedFile("RoutedChatClient.cs", text)], Notes(policy, features));
    }

    private static List<string> Notes(DeployablePolicy deployable, List<string> features)
    {
        var policy = deployable.File.Policy;
        var notes = new List<string> { "Add RoutedChatClient.cs to a project that has the package Microsoft.Extensions.AI.Abstractions, "
            + "version 10 or newer." };
        if (features.Count > 0)
        {
            notes.Add($"Set {string.Join(", ", features)} in ChatOptions.AdditionalProperties; it is not passed on to the models.");
        }

        var parameters = policy.Models.Select(deployable.Parameters).ToList();
        if (parameters.Exists(model => model.BodyFields().Count > 0))
        {
            notes.Add("The models' parameters are sent as they were measured where the caller's ChatOptions say nothing.");
        }

        if (parameters.SelectMany(model => model.ExtraBody.Keys).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } fields)
        {
            notes.Add($"{string.Join(", ", fields)} are additional properties. OpenAI's client does not send those: pass rawOptionsOf "
                + "for it.");
        }

        if (parameters.Exists(model => model.Query.Count + model.Headers.Count > 0))
        {
            notes.Add("Make clients that send the Query and the Headers of RoutedModel: the models were measured with them.");
        }

        if (policy.All.Any(part => part is FailoverPolicy or CascadePolicy))
        {
            notes.Add("Pass statusOf when the clients throw exceptions of their own: without the status nobody knows that the next one is "
                + "to be asked.");
        }

        if (policy.All.Any(part => part is CascadePolicy))
        {
            notes.Add("Pass the verifier: an answer that it does not accept is not served, and nothing of it is streamed before.");
        }

        return notes;
    }

    private static string Template()
    {
        using var stream = typeof(CSharpExporter).Assembly.GetManifestResourceStream("RoutedChatClient.cs.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
