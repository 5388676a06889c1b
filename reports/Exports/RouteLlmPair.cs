using Eval.Routing.Policies;

namespace Eval.Reports.Exports;

/// <summary>The two models that RouteLLM chooses between.</summary>
/// <param name="Strong">The one that gets requests whose score is at least the threshold.</param>
/// <param name="Weak">The other one.</param>
internal sealed record RouteLlmPair(string Strong, string Weak)
{
    /// <exception cref="PolicyExportException">The policy does not choose between two models.</exception>
    public static RouteLlmPair From(PolicyFile file)
    {
        switch (file.Policy)
        {
            case ThresholdPolicy { Strong: SinglePolicy strong, Weak: SinglePolicy weak } when strong != weak:
                return new RouteLlmPair(strong.Model, weak.Model);
            case ClassPolicy { Default: SinglePolicy other } classes when classes.Rules.Values.All(part => part is SinglePolicy):
                var models = classes.Models.ToList();
                if (models.Count == 2)
                {
                    // What the policy was compared with is what it saves calls to; without it, what gets whatever is not known.
                    var strong = file.Baseline is { } baseline && models.Contains(baseline) ? baseline : other.Model;
                    return new RouteLlmPair(strong, models.Single(model => model != strong));
                }

                break;
        }

        throw new PolicyExportException("RouteLLM chooses between two models, and this policy is no threshold or list of classes over two "
            + "of them; export to litellm, portkey or csharp.");
    }
}
