using System.Diagnostics;
using Eval.Datasets;
using Eval.Harness.Models;
using Eval.Reports.Records;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// Lets a model work on an issue: one command a turn in a working copy, until it submits or a limit is reached. What has changed by then is its
/// patch, also at a limit.
/// </summary>
internal sealed class Agent(IssueEnvironments environments, AgentOptions options, int atOnce) : IDisposable
{
    private const int LettersPerToken = 3;
    private const int DefaultContextWindow = 128_000;

    /// <summary>A copy is held while the model thinks; endpoints bear more attempts at once than this machine does.</summary>
    private readonly SemaphoreSlim _free = new(atOnce);

    public AgentOptions Options => options;

    public void Dispose() => _free.Dispose();

    /// <exception cref="ModelCallException">The first call failed, so that there is nothing to keep.</exception>
    /// <exception cref="Sandboxes.SandboxUnavailableException">There is no working copy.</exception>
    /// <exception cref="OperationCanceledException">The run is being stopped; an attempt cut short says nothing about the model.</exception>
    public async Task<AgentResult> RunAsync(IssueTask task, IModel model, int sample, CancellationToken stop, CancellationToken ct)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(stop, ct);
        await _free.WaitAsync(starting.Token);
        try
        {
            return await WorkAsync(task, model, sample, stop, ct);
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<AgentResult> WorkAsync(IssueTask task, IModel model, int sample, CancellationToken stop, CancellationToken ct)
    {
        var (_, workspace) = await environments.OpenAsync(task, ct);
        await using (workspace)
        {
            var beginning = AgentPrompt.Begin(task);
            var conversation = new Conversation(beginning, (model.Spec.ContextWindow ?? DefaultContextWindow) * LettersPerToken * 3 / 4);
            var clock = Stopwatch.GetTimestamp();
            var calls = new AgentCalls(model.Spec);
            var steps = new List<TrajectoryStep>();
            string? exit = null;
            for (var formatErrors = 0; exit is null;)
            {
                stop.ThrowIfCancellationRequested();
                exit = Limit(steps.Count, calls.CostUsd, Stopwatch.GetElapsedTime(clock));
                if (exit is not null)
                {
                    break;
                }

                Completion completion;
                try
                {
                    completion = await model.CompleteAsync(new ModelRequest { Messages = conversation.Messages, Sample = sample, Stop = stop }, ct);
                }
                catch (ModelCallException e) when (steps.Count > 0 && e.Failure != ModelCallFailure.Configuration)
                {
                    calls.AddFailed(e.BilledFailures);
                    steps.Add(new TrajectoryStep { Reply = "", Observation = "The call failed: " + e.Message });
                    exit = "call_failed";
                    break;
                }

                var step = calls.Add(completion);
                var command = AgentPrompt.CommandOf(completion.Text);
                if (command is null)
                {
                    step = step with { Observation = AgentPrompt.FormatError(completion.FinishReason is "length") };
                    exit = ++formatErrors >= options.MaxFormatErrors ? "format_errors" : null;
                }
                else if (command.Trim() == AgentPrompt.Submit)
                {
                    step = step with { Command = command };
                    exit = "submitted";
                }
                else
                {
                    formatErrors = 0;
                    var result = await workspace.RunAsync(command, new CommandLimits { Time = options.CommandTime }, ct);
                    step = step with
                    {
                        Command = command, Observation = AgentPrompt.Observation(result, options), ExitCode = result.ExitCode, CommandMs = Math.Round(result.Duration.TotalMilliseconds, 1),
                    };
                }

                steps.Add(step);
                conversation.Add(completion.Text, step.Observation);
            }

            return calls.Result(await workspace.DiffAsync(ct) ?? "", new Trajectory { ExitStatus = exit!, Task = beginning[^1].Content, Steps = steps });
        }
    }

    private string? Limit(int steps, decimal? costUsd, TimeSpan time) =>
        steps >= options.MaxSteps ? "step_limit"
        : costUsd >= options.CostLimitUsd ? "cost_limit"
        : time >= options.Time ? "time_limit"
        : null;
}
