using System.Globalization;
using Eval.Reports.Routing.Policies;
using Microsoft.AspNetCore.Http;

namespace Eval.Harness.Serving;

/// <summary>
/// What a policy may look at of a request: <c>x-task-class: completion</c> in a header, or <c>"metadata": {"task_class": "completion"}</c> in the body. A
/// header wins.
/// </summary>
internal static class ProxyFeatures
{
    private const string HeaderPrefix = "x-task-";
    private const int MostLetters = 200;

    /// <summary>Returns the features that a policy looks at.</summary>
    public static IReadOnlyList<string> UsedBy(RoutingPolicy policy) =>
        [.. policy.All.Select(part => part switch { ClassPolicy classes => classes.Feature, ThresholdPolicy threshold => threshold.Score, _ => null }).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Returns those of the features that a request has.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<string> used, ProxyRequest request, IHeaderDictionary headers)
    {
        var features = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var feature in used)
        {
            var value = feature == RequestFeature.PromptTokens
                ? RequestFeature.TokensOf(request.PromptCharacters).ToString(CultureInfo.InvariantCulture)
                : Header(headers, feature) ?? request.Metadata.GetValueOrDefault(RequestFeature.MetadataName(feature));
            if (value is { Length: > 0 and <= MostLetters })
            {
                features[feature] = value;
            }
        }

        return features;
    }

    private static string? Header(IHeaderDictionary headers, string feature)
    {
        var name = feature == RequestFeature.Class ? feature : RequestFeature.MetadataName(feature);
        return headers.TryGetValue(HeaderPrefix + name, out var value) || headers.TryGetValue(HeaderPrefix + name.Replace('_', '-'), out value) ? value.ToString().Trim() : null;
    }
}
