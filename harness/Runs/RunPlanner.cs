using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Makes the plan of a run from its options: which tasks, which models, and everything the manifest says of them.</summary>
internal static class RunPlanner
{
    /// <summary>Returns the plan of a new run, or of one that is gone on with, which must not have changed meanwhile.</summary>
    /// <param name="options">The options.</param>
    /// <param name="resumed">The stored run that is gone on with; null for a new one.</param>
    /// <param name="selection">The tasks.</param>
    /// <param name="models">The models.</param>
    /// <param name="answers">The answers that are scored instead of asking models; null where models are asked.</param>
    /// <param name="routing">How the configuration file wants routing looked at.</param>
    /// <param name="now">When a new run starts.</param>
    /// <param name="ct">Cancels looking for a free name.</param>
    /// <exception cref="UsageException">A data set or a policy is not what it was.</exception>
    public static async Task<RunPlan> PlanAsync(RunOptions options, Run? resumed, TaskSelection selection, IReadOnlyList<ModelSpec> models,
        GradedAnswers? answers, RoutingConfig? routing, DateTimeOffset now, CancellationToken ct)
    {
        var run = resumed;
        if (run is null)
        {
            var id = await RunName.CreateAsync(now, models.Select(model => model.Name), options.Out, ct);
            run = CreateRun(id, options, selection, models, now, CommandLineText(), routing);
            if (answers is not null)
            {
                run = run with
                {
                    Samples = answers.Completions.Max(completion => completion.Sample) + 1,
                    PlannedAttempts = answers.Completions.Count,
                };
            }
        }

        ResumeCheck.ThrowIfChanged(run, selection.Datasets, models);
        if (resumed is not null)
        {
            run = run with { StoppedBy = null, Settings = StoredOptions.WithBudget(run.Settings, options.BudgetUsd) };
        }

        // What an earlier part of the run had set aside is found again.
        run = run with { Datasets = selection.Datasets, SetAside = selection.SetAside };
        return new RunPlan { Run = run, Tasks = selection.Tasks, Models = models };
    }

    public static RunModel Describe(ModelSpec model) => new()
    {
        Name = model.Name,
        Provider = model.Source.Name,
        RequestedModel = model.RequestedModel,
        Endpoint = model.Source.Address,
        Parameters = model.Parameters,
        PolicyFollowed = model.Source is PolicySource policy ? Describe(policy) : null,
        ApiKeyVariable = model.Source is HttpSource source ? source.Endpoint.ApiKeyVariable : null,
        Price = model.Price,
        ContextWindow = model.ContextWindow,
        IsSimulated = model.IsSimulated,
    };

    private static RunPolicy Describe(PolicySource policy) => new()
    {
        Definition = RunPolicy.Read(policy.Definition),
        Expected = policy.File.Metrics is null ? null : RunPolicy.Read(policy.File.ToJson()),
        Models = [.. policy.Asked.Select(Describe)],
    };

    public static Run CreateRun(
        string id, RunOptions options, TaskSelection selection, IReadOnlyList<ModelSpec> models, DateTimeOffset now, string commandLine,
            RoutingConfig? routing = null)
    {
        var described = models.Select(Describe).ToList();
        var stored = StoredOptions.Write(options, routing);
        return new Run
        {
            Id = id,
            StartedAt = now,
            IsConcluded = options is { Nightly: true, Confirms: null } ? false : null,
            ProgramVersion = RunDetails.ProgramVersion,
            Commit = RunDetails.Commit(Environment.CurrentDirectory),
            CommandLine = commandLine,
            Settings = stored,
            Datasets = selection.Datasets,
            SetAside = selection.SetAside,
            Models = described,
            Machine = RunDetails.Machine(),
            Runtimes = RunDetails.Runtimes(selection.Tasks),
            Samples = options.Samples,
            PlannedAttempts = selection.Tasks.Count * models.Count * options.Samples,
            SettingsFingerprint = RunDetails.Fingerprint(selection.Datasets, described, stored),
        };
    }

    private static string CommandLineText() =>
        string.Join(' ', Environment.GetCommandLineArgs().Skip(1)
            .Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));
}
