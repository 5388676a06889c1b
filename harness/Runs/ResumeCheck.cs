using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Makes sure that a stored run that is gone on with is still the same run.</summary>
internal static class ResumeCheck
{
    /// <exception cref="UsageException">A data set or a policy has changed.</exception>
    public static void ThrowIfChanged(Run run, IReadOnlyList<RunDataset> datasets, IReadOnlyList<ModelSpec> models)
    {
        foreach (var dataset in run.Datasets)
        {
            if (datasets.FirstOrDefault(now => now.Name == dataset.Name)?.Hash != dataset.Hash)
            {
                throw new UsageException($"The data set {dataset.Name} is not what it was when run {run.Id} started; start a new run.");
            }
        }

        // Half of the attempts by another policy would be no run of either.
        foreach (var model in models)
        {
            if (model.Source is PolicySource policy
                && !(run.Models.FirstOrDefault(earlier => earlier.Name == model.Name)?.PolicyFollowed is { } earlier
                    && RunPolicy.AreSame(earlier.Definition, RunPolicy.Read(policy.Definition))))
            {
                throw new UsageException($"{policy.Typed} is not the policy it was when run {run.Id} started; start a new run.");
            }
        }
    }
}
