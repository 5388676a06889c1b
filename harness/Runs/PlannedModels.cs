using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Prompts;
using Eval.Harness.Providers;
using Eval.Harness.Simulation;

namespace Eval.Harness.Runs;

/// <summary>Resolves the models that a run names, and starts the server of the simulated ones where there are any.</summary>
internal static class PlannedModels
{
    /// <param name="options">Who is named.</param>
    /// <param name="issues">How they work on issues.</param>
    /// <param name="tasks">The run's tasks; the simulated models know their solutions.</param>
    /// <param name="config">Providers and models of the configuration file.</param>
    /// <param name="environment">Where keys are read.</param>
    /// <param name="parts">Takes the server that was started.</param>
    /// <param name="mistakes">Takes what is wrong.</param>
    /// <param name="warn">Is told what must be known.</param>
    /// <param name="ct">Cancels starting.</param>
    public static async Task<IReadOnlyList<ModelSpec>> ResolveAsync(ModelOptions options, IssueOptions issues,
        IReadOnlyList<EvalTask> tasks,
        EvalConfig config, Func<string, string?> environment, OpenedParts parts, List<string> mistakes, Action<string> warn,
        CancellationToken ct)
    {
        SimulatedSource? simulated = null;
        if (ModelResolver.NeedsSimulated(options.Names))
        {
            var server = parts.Add(await SimulatedServer.StartAsync(
                new SimulatedServerOptions
                {
                    Tasks = tasks.OfType<FunctionTask>().ToList(),
                    UserMessage = PromptBuilder.UserMessage,
                    Issues = tasks.OfType<IssueTask>().ToList(),
                    Seed = unchecked((ulong)(options.Sampling.Seed ?? 1)),
                },
                ct));
            simulated = SimulatedProvider.At(server.BaseUrl);
        }

        var resolved = ModelResolver.Resolve(options, config, simulated, environment);
        var models = resolved.Models;
        mistakes.AddRange(resolved.Mistakes);
        foreach (var warning in resolved.Warnings)
        {
            warn(warning);
        }

        mistakes.AddRange(PolicyTasks.Mistakes(models, tasks, issues));
        foreach (var (policy, service) in models.SelectMany(model => model.Source is PolicySource policy
            ? policy.Webhooks.Select(service => (model.Name, service)) : []))
        {
            // A policy file may come from somebody else.
            warn($"{policy}: {service.GetLeftPart(UriPartial.Path)} verifies answers, so it gets prompts and answers of this run.");
        }

        return models;
    }
}
