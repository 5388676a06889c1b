using Eval.Harness.Models;
using Eval.Harness.Options;
using Eval.Harness.Prompts;
using Eval.Results.Records;
using Eval.Sandboxes.Workspaces;

namespace Eval.Harness.Issues;

/// <summary>One attempt of an agent: its turns up to its end.</summary>
/// <param name="request">What it works on.</param>
/// <param name="options">How far it may go.</param>
/// <param name="copy">What its commands run in.</param>
internal sealed class AgentAttempt(AgentRequest request, AgentOptions options, AgentCopy copy)
{
    private const int CharsPerToken = 3;
    private const int DefaultContextWindow = 128_000;

    private readonly List<TrajectoryStep> _steps = [];
    private readonly AgentCalls _calls = new(request.Model.Spec, request.Earlier);
    private readonly Trajectory? _earlier = Trajectory.Parse(request.Earlier?.Texts?.Trajectory);
    private readonly IReadOnlyList<ChatMessage> _beginning = AgentPrompt.Begin(request.Task);
    private readonly Conversation _conversation =
        new(AgentPrompt.Begin(request.Task), (request.Model.Spec.ContextWindow ?? DefaultContextWindow) * CharsPerToken * 3 / 4);

    /// <param name="stop">No call starts any more once it is cancelled; one that is open is finished.</param>
    /// <param name="working">Ends what runs here.</param>
    /// <param name="ct">Drops open calls too.</param>
    public async Task<AgentResult> RunAsync(CancellationToken stop, CancellationToken working, CancellationToken ct)
    {
        var exit = await RepeatAsync(working) ?? Ended();
        var before = TimeSpan.FromMilliseconds(_steps.Sum(step => (step.LatencyMs ?? 0) + (step.CommandMs ?? 0)));
        var clock = TimeProvider.System.GetTimestamp();
        while (exit is null)
        {
            stop.ThrowIfCancellationRequested();
            exit = Limit(before + TimeProvider.System.GetElapsedTime(clock)) ?? await AskAsync(stop, ct) ?? await ActAsync(working)
                ?? Ended();
        }

        var diff = await copy.DiffAsync(working);
        return diff is null
            ? _calls.Result("", Path(Trajectory.NoPatch)) with { PatchProblem = copy.Problem }
            : _calls.Result(diff.Patch, Path(exit) with { LeftOut = diff.LeftOut });
    }

    /// <summary>
    /// Brings a fresh copy to where an attempt was cut off. The model knows what its commands printed then, so only the last one is
    /// observed anew. Returns how that ends the attempt; null when it does not.
    /// </summary>
    private async Task<string?> RepeatAsync(CancellationToken working)
    {
        foreach (var step in _earlier?.Steps ?? [])
        {
            _steps.Add(step);
            if (await ActAsync(working) is { } exit)
            {
                return exit;
            }
        }

        return null;
    }

    /// <summary>Makes the next call and keeps what it brought. Returns how it ends the attempt; null when it does not.</summary>
    private async Task<string?> AskAsync(CancellationToken stop, CancellationToken ct)
    {
        Completion completion;
        try
        {
            completion = await request.Model.CompleteAsync(
                new ModelRequest { Messages = _conversation.Messages, Sample = request.Sample, Stop = stop, Context = request.Context },
                ct);
        }
        catch (ModelCallException e) when (_steps.Count > 0 && AgentExit.FromFailure(e) is { } exit)
        {
            // What has changed so far is its patch.
            _calls.AddFailed(e);
            _steps.Add(TrajectoryStep.FromFailure(e.Message));
            return exit;
        }

        var command = AgentCommand.Read(completion.Text, completion.FinishReason);
        _steps.Add(_calls.Add(completion) with { Command = command.Text, Observation = command.Problem });
        await request.KeepAsync(_calls.Result("", Path(Trajectory.Unfinished)));
        return null;
    }

    /// <summary>
    /// Runs the command of the last step where it has one, and tells the model. Returns how it ends the attempt; null when it does not.
    /// </summary>
    private async Task<string?> ActAsync(CancellationToken working)
    {
        var step = _steps[^1];
        if (step.Command is { } command && command.Trim() != AgentPrompt.Submit)
        {
            var result = await copy.RunAsync(command, working);
            if (step.Observation.Length == 0)
            {
                _steps[^1] = step = Observed(step, result);
            }

            if (result is null)
            {
                return AgentExit.ContainerLost;
            }
        }

        _conversation.Add(step.Reply, step.Observation);
        return null;
    }

    private TrajectoryStep Observed(TrajectoryStep step, CommandResult? result) => result is null
        ? step with { Observation = "It made its container unusable, and a fresh one too." }
        : step with
        {
            Observation = AgentCommand.NoteOn(step.Command!) + AgentPrompt.Observation(result, options),
            ExitCode = result.ExitCode,
            CommandMs = Math.Round(result.Duration.TotalMilliseconds, 1),
        };

    /// <summary>How the model has ended it by what it said last; null when it has not.</summary>
    private string? Ended() =>
        _steps.Count == 0 ? null
        : _steps[^1].Command?.Trim() == AgentPrompt.Submit ? AgentExit.Submitted
        : _steps.Count - 1 - _steps.FindLastIndex(step => step.Command is not null) >= options.MaxFormatErrors ? AgentExit.FormatErrors
        : null;

    private string? Limit(TimeSpan time) =>
        _steps.Count >= options.MaxSteps ? AgentExit.StepLimit
        : _calls.CostUsd >= options.CostLimitUsd ? AgentExit.CostLimit
        : time >= options.Time ? AgentExit.TimeLimit
        : null;

    private Trajectory Path(string exitStatus) => new()
    {
        ExitStatus = exitStatus,
        Task = _beginning[^1].Content,
        Steps = [.. _steps],
        ResumedAfter = _earlier is null ? [] : [.. _earlier.ResumedAfter, _earlier.Steps.Count],
    };
}
