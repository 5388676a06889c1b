using System.Globalization;
using Eval.Routing.Policies;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Serving;

/// <summary>
/// What a policy may look at of a request: <c>x-task-class: completion</c> in a header, or <c>"metadata": {"task_class": "completion"}</c>
/// in the body. A
/// header wins. What the caller does not declare is read from the prompt, where the policy has a classifier for it.
/// </summary>
internal static class ProxyFeatures
{
    private const string HeaderPrefix = "x-task-";
    private const int MaxChars = 200;

    /// <summary>Returns those of the features that a request has.</summary>
    /// <param name="used">What the policy looks at.</param>
    /// <param name="classifier">Reads from the prompt what the caller does not declare.</param>
    /// <param name="request">The request.</param>
    /// <param name="headers">Its headers.</param>
    /// <returns>Their values, and which of them was read from the prompt.</returns>
    public static (IReadOnlyDictionary<string, string> Values, string? Classified) From(IReadOnlyList<string> used,
        PromptClassifier? classifier, ProxyRequest request, IHeaderDictionary headers)
    {
        var features = new Dictionary<string, string>(StringComparer.Ordinal);
        string? classified = null;
        foreach (var feature in used)
        {
            var value = feature == RequestFeature.PromptTokens
                ? RequestFeature.TokensOf(request.PromptCharacters).ToString(CultureInfo.InvariantCulture)
                : Header(headers, feature) ?? request.Metadata.GetValueOrDefault(RequestFeature.MetadataName(feature));
            if (value is null or "" && classifier?.Feature == feature)
            {
                value = classifier.Classify(request.PromptText());
                classified = feature;
            }

            if (value is { Length: > 0 and <= MaxChars })
            {
                features[feature] = value;
            }
        }

        return (features, classified);
    }

    private static string? Header(IHeaderDictionary headers, string feature)
    {
        var name = feature == RequestFeature.Class ? feature : RequestFeature.MetadataName(feature);
        return headers.TryGetValue(HeaderPrefix + name, out var value)
            || headers.TryGetValue(HeaderPrefix + name.Replace('_', '-'), out value) ? value.ToString().Trim() : null;
    }
}
