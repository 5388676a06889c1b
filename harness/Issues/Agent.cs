using System.Diagnostics;
using Eval.Harness.Models;
using Eval.Reports.Records;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>
/// Lets a model work on an issue: one command a turn in a working copy, until it submits or a limit is reached. What has changed by then is its
/// patch, also at a limit. Each call is kept as soon as it is paid for, and an attempt that was cut off goes on from there.
/// </summary>
internal sealed class Agent(IssueEnvironments environments, AgentOptions options, int atOnce) : IDisposable
{
    private const int LettersPerToken = 3;
    private const int DefaultContextWindow = 128_000;

    /// <summary>A copy is held while the model thinks; endpoints bear more attempts at once than this machine does.</summary>
    private readonly SemaphoreSlim _free = new(atOnce);

    public AgentOptions Options => options;

    public void Dispose() => _free.Dispose();

    /// <exception cref="ModelCallException">The endpoint failed. What was paid for has been kept; the attempt can be gone on with.</exception>
    /// <exception cref="Sandboxes.SandboxUnavailableException">The working copy failed; likewise.</exception>
    /// <exception cref="OperationCanceledException">The run is being stopped; likewise.</exception>
    public async Task<AgentResult> RunAsync(AgentOrder order, CancellationToken stop, CancellationToken ct)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(stop, ct);
        await _free.WaitAsync(starting.Token);
        try
        {
            return await WorkAsync(order, stop, ct);
        }
        finally
        {
            _free.Release();
        }
    }

    private async Task<AgentResult> WorkAsync(AgentOrder order, CancellationToken stop, CancellationToken ct)
    {
        var (_, workspace) = await environments.OpenAsync(order.Task, ct);
        await using (workspace)
        {
            var model = order.Model;
            var beginning = AgentPrompt.Begin(order.Task);
            var conversation = new Conversation(beginning, (model.Spec.ContextWindow ?? DefaultContextWindow) * LettersPerToken * 3 / 4);
            var calls = new AgentCalls(model.Spec, order.Earlier);
            var steps = new List<TrajectoryStep>();
            var earlier = Trajectory.Parse(order.Earlier?.Texts?.Trajectory);
            await RepeatAsync(earlier?.Steps ?? [], workspace, conversation, steps, ct);
            Trajectory Path(string exitStatus) => new()
            {
                ExitStatus = exitStatus,
                Task = beginning[^1].Content,
                Steps = [.. steps],
                ResumedAfter = earlier is null ? [] : [.. earlier.ResumedAfter, earlier.Steps.Count],
            };
            var before = TimeSpan.FromMilliseconds(steps.Sum(step => (step.LatencyMs ?? 0) + (step.CommandMs ?? 0)));
            var clock = Stopwatch.GetTimestamp();
            var exit = Ended(steps);
            while (exit is null)
            {
                stop.ThrowIfCancellationRequested();
                exit = Limit(steps.Count, calls.CostUsd, before + Stopwatch.GetElapsedTime(clock));
                if (exit is not null)
                {
                    break;
                }

                Completion completion;
                try
                {
                    completion = await model.CompleteAsync(new ModelRequest { Messages = conversation.Messages, Sample = order.Sample, Stop = stop, Context = order.Context }, ct);
                }
                catch (ModelCallException e) when (steps.Count > 0 && AgentExit.FromFailure(e) is { } ended)
                {
                    // What has changed so far is its patch.
                    calls.AddFailed(e);
                    steps.Add(new TrajectoryStep { Reply = "", Observation = "The call failed: " + e.Message });
                    exit = ended;
                    break;
                }

                var command = AgentPrompt.CommandOf(completion.Text);
                steps.Add(calls.Add(completion) with { Command = command, Observation = command is null ? AgentPrompt.FormatError(FinishReasons.IsCut(completion.FinishReason)) : "" });
                await order.KeepAsync(calls.Result("", Path(Trajectory.Unfinished)));
                if (IsForTheShell(command))
                {
                    steps[^1] = await ObserveAsync(steps[^1], workspace, ct);
                }

                conversation.Add(completion.Text, steps[^1].Observation);
                exit = Ended(steps);
            }

            var diff = await workspace.DiffAsync(ct);
            return calls.Result(diff.Patch ?? "", Path(diff.Problem is null ? exit : Trajectory.NoPatch)) with { PatchProblem = diff.Problem };
        }
    }

    /// <summary>Brings a fresh copy to where an attempt was cut off. The model knows what its commands printed then, so only the last one is observed anew.</summary>
    private async Task RepeatAsync(IReadOnlyList<TrajectoryStep> earlier, Workspace workspace, Conversation conversation, List<TrajectoryStep> steps, CancellationToken ct)
    {
        foreach (var step in earlier)
        {
            var again = IsForTheShell(step.Command) ? await ObserveAsync(step, workspace, ct) : step;
            steps.Add(step.Observation.Length > 0 ? step : again);
            conversation.Add(step.Reply, steps[^1].Observation);
        }
    }

    private async Task<TrajectoryStep> ObserveAsync(TrajectoryStep step, Workspace workspace, CancellationToken ct)
    {
        var result = await workspace.RunAsync(step.Command!, new CommandLimits { Time = options.CommandTime }, ct);
        return step with { Observation = AgentPrompt.Observation(result, options), ExitCode = result.ExitCode, CommandMs = Math.Round(result.Duration.TotalMilliseconds, 1) };
    }

    private static bool IsForTheShell(string? command) => command is not null && command.Trim() != AgentPrompt.Submit;

    /// <summary>How the model has ended it by what it said last; null when it has not.</summary>
    private string? Ended(List<TrajectoryStep> steps) =>
        steps.Count == 0 ? null
        : steps[^1].Command?.Trim() == AgentPrompt.Submit ? AgentExit.Submitted
        : steps.AsEnumerable().Reverse().TakeWhile(step => step.Command is null).Count() >= options.MaxFormatErrors ? AgentExit.FormatErrors
        : null;

    private string? Limit(int steps, decimal? costUsd, TimeSpan time) =>
        steps >= options.MaxSteps ? AgentExit.StepLimit
        : costUsd >= options.CostLimitUsd ? AgentExit.CostLimit
        : time >= options.Time ? AgentExit.TimeLimit
        : null;
}
