using Eval.Datasets;
using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Expressions;
using Eval.Harness.Metrics;
using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Results.Records;

namespace Eval.Harness.Runs;

/// <summary>Makes a run ready: reads configuration and tasks, resolves models, collects every mistake, starts the sandboxes.</summary>
/// <param name="options">The options.</param>
/// <param name="resumed">The stored run that is gone on with; null for a new one.</param>
/// <param name="terminal">Where warnings go.</param>
/// <param name="time">Dates the run.</param>
internal sealed class RunSetup(RunOptions options, Run? resumed, Terminal terminal, TimeProvider time)
{
    private readonly ExecutionOptions _execution = ExecutionOptions.From(options);

    /// <summary>Checks everything and makes the plan; asks nothing. Where something is wrong, nothing stays open.</summary>
    /// <param name="mistakes">What is known to be wrong; it is told together with all that is wrong beside it.</param>
    /// <param name="ct">Cancels preparing.</param>
    /// <exception cref="UsageException">With all mistakes.</exception>
    /// <exception cref="OutputException">Nothing is wrong but that what comes of the run cannot be kept.</exception>
    public async Task<PreparedRun> PrepareAsync(List<string> mistakes, CancellationToken ct)
    {
        var parts = new OpenedParts();
        try
        {
            return await PrepareAsync(parts, mistakes, ct);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    private async Task<PreparedRun> PrepareAsync(OpenedParts parts, List<string> mistakes, CancellationToken ct)
    {
        var before = mistakes.Count;
        var config = ConfigFile.Read(options.Config, mistakes);
        var configName = options.Config ?? ConfigFile.DefaultName;
        var metrics = new AnswerMetrics(MetricExpression.CompileAll(config.Metrics, configName, mistakes));
        var selection = UnusableTasks.SetAside(await TaskReader.ReadAsync(options.TaskChoice, config, configName, mistakes, ct), mistakes);
        var problems = await OutputProblemsAsync(selection.Tasks, ct);
        var sandboxes = parts.Add(new SandboxSet(options.Sandboxes, options.Issues, terminal));
        if (!options.DryRun && mistakes.Count + problems.Count == 0)
        {
            // Started as early as may be, because it takes longest.
            sandboxes.Start(selection.Tasks, ct);
        }

        GradedAnswers? answers = null;
        if (options.IsGrading)
        {
            (answers, var answered) = await GradedAnswerReader.ReadAsync(options, selection.Tasks, mistakes, terminal.SayWarning, ct);
            selection = selection with { Tasks = answered };
        }

        var models = answers?.Models()
            ?? await PlannedModels.ResolveAsync(options.ModelChoice, options.Issues, selection.Tasks, config,
                Environment.GetEnvironmentVariable, parts, mistakes, terminal.SayWarning, ct);
        mistakes.AddRange(SandboxSet.Mistakes(selection.Tasks, options.Sandboxes));
        // What gates name can be told only where it is known whom and what the run asks.
        mistakes.AddRange(mistakes.Count == before && selection.Tasks.Count > 0 && models.Count > 0
            ? await NamedInGates.MistakesAsync(models, selection.Tasks, options.GateChoice, options.Out, ct) : []);
        ThrowIfWrong(mistakes, problems);
        var plan = await RunPlanner.PlanAsync(options, resumed, selection, models, answers, config.Routing, time.GetUtcNow(), ct);
        if (options.DryRun)
        {
            SetAsideText.Say(terminal, plan.Run);
        }

        return new PreparedRun(parts)
        {
            Plan = plan, Resumed = resumed, Answers = answers, Metrics = metrics, Sandboxes = sandboxes, Options = _execution,
        };
    }

    private async Task<IReadOnlyList<string>> OutputProblemsAsync(IReadOnlyList<EvalTask> tasks, CancellationToken ct) => options.DryRun
        ? [] : await OutputCheck.ProblemsAsync(options, tasks.Count * Math.Max(1, options.Models.Count) * options.Samples, ct);

    private static void ThrowIfWrong(List<string> mistakes, IReadOnlyList<string> problems)
    {
        if (mistakes.Count > 0)
        {
            throw new UsageException([.. mistakes, .. problems]);
        }

        if (problems.Count > 0)
        {
            throw new OutputException(problems);
        }
    }
}
