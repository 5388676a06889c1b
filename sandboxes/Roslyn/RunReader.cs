using Eval.Sandboxes.Processes;

namespace Eval.Sandboxes.Roslyn;

/// <summary>Says how a worker's run ended.</summary>
internal static class RunReader
{
    /// <summary>The share of the processor time after which a kill is that of the limit.</summary>
    private const double UsedUp = 0.9;

    /// <summary>What the compiler calls a member that is not there.</summary>
    private const string MissingId = "CS0117";

    private const string BrokenOff = "the answer broke off the tests";
    private const int SignalBase = 128;
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Abort = 6;
    private const int Kill = 9;
    private const int Segmentation = 11;
    private const int Terminate = 15;
    private const int CpuLimit = 24;
    private const int FileLimit = 25;

    /// <summary>
    /// Whether the process was ended by a signal that an answer seldom sends itself and this sandbox did not send: the system was short of
    /// memory, or somebody killed it.
    /// </summary>
    public static bool WasEndedFromOutside(WorkerRun run, ResourceLimits limits) => run.IsCheckerLost
        || !run.IsEnded && !run.HitWallLimit && !run.HitCpuLimit && !HasUsedUp(run, limits)
        && run.ExitCode is SignalBase + HangUp or SignalBase + Interrupt or SignalBase + Kill or SignalBase + Terminate;

    /// <summary>Says where a request was decided: values are compared elsewhere, assertions are where the tests are.</summary>
    public static CheckLocation LocationOf(ExecutionRequest request, ExecutionResult result) =>
        request is { Checker: null, ForbidReflection: true } ? CheckLocation.Inside
        : result.EqualityByAnswer ? CheckLocation.OutsideEqualityByAnswer : CheckLocation.Outside;

    /// <exception cref="SandboxUnavailableException">The worker failed before it ran anything of the answer.</exception>
    public static ExecutionResult Read(WorkerRun run, ResourceLimits limits)
    {
        if (run.Broken is { } failure)
        {
            throw new SandboxUnavailableException($"A worker could not get ready for an answer: {failure}.");
        }

        var (status, reason) = End(run, limits);
        return new ExecutionResult
        {
            Status = status,
            Reason = reason,
            Observations = run.Observations,
            Diagnostics = run.Missing is { } missing ? [new CompilerDiagnostic(MissingId, missing, "Tests.cs", 1, 1)] : [],
            EqualityByAnswer = run.IsEqualityByAnswer,
            Output = run.Output,
            Duration = run.Duration,
            // A limit of the system ends a process between two looks at it.
            CpuTime = status == ExecutionStatus.TimedOut && !run.HitWallLimit && !(run.CpuTime > limits.CpuTime)
                ? limits.CpuTime : run.CpuTime,
            ProcessorWait = run.ProcessorWait,
        };
    }

    private static (ExecutionStatus Status, string? Reason) End(WorkerRun run, ResourceLimits limits)
    {
        if (run.IsCheckerLost)
        {
            // Twice, and the reference did not do that: it died of what it was given, unless somebody ended it.
            return run.CheckerExitCode is SignalBase + HangUp or SignalBase + Interrupt or SignalBase + Kill or SignalBase + Terminate
                ? throw new SandboxUnavailableException("The process of the tests was ended from outside.")
                : (ExecutionStatus.Crashed, "the tests' process ended on what the answer gave it");
        }

        if (run.Missing is not null)
        {
            return (ExecutionStatus.CompileFailed, null);
        }

        if (run.ReturnedTooMuch)
        {
            return (ExecutionStatus.OutputExceeded, $"returned more than {limits.OutputBytes >> 10} KiB");
        }

        var isOutOfMemory = run.Observations.Any(seen => seen.Kind == ObservationKind.Exception
            && seen.Text.StartsWith("System.OutOfMemoryException", StringComparison.Ordinal))
            || run.Fault?.StartsWith("System.OutOfMemoryException", StringComparison.Ordinal) == true;
        if (isOutOfMemory)
        {
            return (ExecutionStatus.MemoryExceeded, $"used more than {limits.MemoryBytes >> 20} MiB");
        }

        if (run.IsComplete)
        {
            return (ExecutionStatus.Completed, null);
        }

        if (run.HitCpuLimit)
        {
            return UsedUpCpu(limits);
        }

        if (run.HitWallLimit)
        {
            return (ExecutionStatus.TimedOut,
                FormattableString.Invariant($"took more than {limits.WallTime.TotalSeconds:0.#} s on the clock"));
        }

        if (run.Fault is not null)
        {
            return (ExecutionStatus.Crashed, "the tests were cut off by " + run.Fault.Replace("\0", ": ", StringComparison.Ordinal));
        }

        // A last frame that is none of ours.
        return run.IsEnded ? (ExecutionStatus.Crashed, BrokenOff) : EndOfProcess(run, limits);
    }

    private static (ExecutionStatus Status, string? Reason) EndOfProcess(WorkerRun run, ResourceLimits limits) => run.ExitCode switch
    {
        WorkerProcess.LivedOn => (ExecutionStatus.Crashed, BrokenOff),
        SignalBase + CpuLimit => UsedUpCpu(limits),
        SignalBase + Kill when HasUsedUp(run, limits) => UsedUpCpu(limits),
        SignalBase + Kill => (ExecutionStatus.MemoryExceeded, "was killed by the system"),
        SignalBase + FileLimit => (ExecutionStatus.OutputExceeded, "wrote a file larger than allowed"),
        SignalBase + Abort when run.Output.Contains("Stack overflow", StringComparison.Ordinal) =>
            (ExecutionStatus.Crashed, "stack overflow"),
        SignalBase + Abort when run.Output.Contains("Out of memory", StringComparison.Ordinal)
            || run.Output.Contains("OutOfMemoryException", StringComparison.Ordinal) =>
            (ExecutionStatus.MemoryExceeded, $"used more than {limits.MemoryBytes >> 20} MiB"),
        SignalBase + Abort => (ExecutionStatus.Crashed, "the process aborted: " + FirstLine(run.Output)),
        SignalBase + Segmentation => (ExecutionStatus.Crashed, "segmentation fault"),
        var code => (ExecutionStatus.Crashed, $"the process left before the tests ended, exit code {code}"),
    };

    private static (ExecutionStatus Status, string? Reason) UsedUpCpu(ResourceLimits limits) =>
        (ExecutionStatus.TimedOut, FormattableString.Invariant($"used {limits.CpuTime.TotalSeconds:0.#} s of processor time"));

    /// <summary>What ended before anybody looked cannot have used more than its time on the clock.</summary>
    private static bool HasUsedUp(WorkerRun run, ResourceLimits limits) =>
        run.HitCpuLimit || run.ExitCode == SignalBase + CpuLimit || (run.CpuTime ?? run.Duration) >= UsedUp * limits.CpuTime;

    private static string FirstLine(string text)
    {
        var line = text.Split('\n').FirstOrDefault(part => !string.IsNullOrWhiteSpace(part)) ?? "no message";
        return line.Length > 200 ? line[..200] : line;
    }
}
