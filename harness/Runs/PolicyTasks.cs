using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Routing.Policies;

namespace Eval.Harness.Runs;

/// <summary>Says which policies cannot be run on the tasks of a plan, before a cent is spent.</summary>
internal static class PolicyTasks
{
    public static IEnumerable<string> Mistakes(IReadOnlyList<ModelSpec> models, IReadOnlyList<EvalTask> tasks, IssueOptions issues)
    {
        var hasIssues = tasks.OfType<IssueTask>().Any();
        foreach (var (model, policy) in models.Select(model => (model, model.Source as PolicySource)))
        {
            if (policy is null)
            {
                continue;
            }

            var parts = policy.Policy.All.ToList();
            if (hasIssues && issues.IsAgent && parts.Exists(part => part is CascadePolicy or HedgePolicy))
            {
                yield return $"{model.Name}: an agent's attempt is many calls in one working copy, which a cascade or a hedge cannot take "
                    + "back; add --scaffold single, or leave the issue tasks out with --class.";
            }

            var kinds = policy.Verifiers.Select(verifier => verifier.Kind).ToHashSet();
            if (kinds.Contains(VerifierKind.ExistingTests) && !hasIssues)
            {
                yield return $"{model.Name}: it is verified by a repository's existing tests (existing_tests), and none of the tasks has a "
                    + "repository: every answer would be refused; verify by public_tests, or choose issue tasks.";
            }

            if (kinds.Contains(VerifierKind.PublicTests) && tasks.All(task => task is IssueTask))
            {
                yield return $"{model.Name}: it is verified by the tests that a request shows (public_tests), and issue tasks show none: "
                    + "every answer would be refused; verify by existing_tests.";
            }
        }
    }
}
