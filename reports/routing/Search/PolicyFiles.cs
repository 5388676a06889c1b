using Eval.Results.Records;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>Makes the file of a policy that a search scored.</summary>
public static class PolicyFiles
{
    /// <summary>Returns a row's policy with its origin and its held-out numbers.</summary>
    /// <param name="result">The search.</param>
    /// <param name="row">One of its rows.</param>
    /// <param name="name">What the policy is to be called.</param>
    public static PolicyFile Create(RoutingResult result, PolicyRow row, string name)
    {
        var models = row.Policy.Models.Select(model => result.Table.Models.First(known => known.Name == model)).ToList();
        return new PolicyFile
        {
            // A model's name may come from a table of somebody else's.
            Name = string.Concat(name.Select(letter => PolicyNames.IsSeen(letter) ? letter : '_')),
            Policy = row.Policy,
            Classifier = result.Classifier is { } classifier && row.Policy.LooksAt(classifier.Feature) ? classifier : null,
            EvaluatedOn = new PolicyOrigin
            {
                Runs = [.. result.Table.Runs.Select(run => run.Id)],
                TaskSetHash = result.Table.TaskSetHash(),
                Tasks = result.Table.Tasks.Count,
                PricesAsOf = models.Select(model => model.Price?.AsOf).Max(),
                MeasuredAt = result.Table.Runs.Max(run => run.StartedAt),
            },
            Metrics = row.Metrics,
            Baseline = result.Baseline,
            Margin = result.Options.Margin,
            QualityDifference = row.QualityDifference,
            Savings = row.Savings,
            Verdict = row.Verdict,
            Models = models.ToDictionary(model => model.Name, Info, StringComparer.Ordinal),
        };
    }

    private static PolicyModelInfo Info(RunModel model) => new()
    {
        Provider = model.Provider,
        Model = model.RequestedModel,
        BaseUrl = Uri.TryCreate(model.Endpoint, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
            ? model.Endpoint : null,
        ApiKeyEnv = model.ApiKeyVariable,
        Parameters = model.Provider == RunModel.File ? null : ParameterMistakes.WithoutSecrets(model.Parameters),
        InputUsdPerMillionTokens = model.Price?.InputUsdPerMillionTokens,
        OutputUsdPerMillionTokens = model.Price?.OutputUsdPerMillionTokens,
        IsSimulated = model.IsSimulated,
    };
}
