using System.Security.Cryptography;
using System.Text.Json;
using Eval.Sandboxes.Checking;
using Eval.Sandboxes.Processes;
using Eval.Sandboxes.Roslyn;
using Eval.Sandboxes.Worker.Frames;

namespace Eval.Sandboxes.Docker;

/// <summary>C#: compiled here, run by the worker in the container, which reports in frames.</summary>
internal sealed class WorkerProtocol(CSharpCompiler compiler) : IRunnerProtocol
{
    private const int SignalBase = 128;

    public async Task<RunnerRequest> PrepareAsync(ExecutionRequest request, CancellationToken ct)
    {
        var compiled = await compiler.CompileAsync(request, ct);
        if (compiled.Assembly is not { } assembly)
        {
            return new RunnerRequest(default, request.Limits) { Refused = compiled.Refused };
        }

        var nonce = RandomNumberGenerator.GetBytes(Frame.NonceLength);
        // In a container the engine limits processes: the system's own limit counts those of all containers together.
        var frame = Frame.Write(nonce, request.Checker is null ? FrameKind.Run : FrameKind.Host,
            WorkerProcess.Body(assembly, request.Limits, processes: 0));
        var checkerNonce = request.Checker is null ? [] : RandomNumberGenerator.GetBytes(Frame.NonceLength);
        var body = RunnerRequest.Write(request.Limits, json =>
        {
            json.WriteString("nonce", Convert.ToHexString(nonce));
            json.WriteString("input", Convert.ToHexString(frame.AsSpan(sizeof(int))));
            if (request.Checker is { } tests)
            {
                var checker = Frame.Write(checkerNonce, FrameKind.Check,
                    WorkerProcess.Body(tests.Assembly, SplitRun.CheckerLimits(request.Limits), processes: 0));
                json.WriteStartObject("checker");
                json.WriteString("nonce", Convert.ToHexString(checkerNonce));
                json.WriteString("input", Convert.ToHexString(checker.AsSpan(sizeof(int))));
                json.WriteBoolean("rests", tests.LeavesNoTrace);
                json.WriteEndObject();
            }
        });
        return new RunnerRequest(body, request.Limits) { Nonce = request.Checker is null ? nonce : checkerNonce,
            AnswerNonce = request.Checker is null ? [] : nonce, CompileDuration = compiled.Duration };
    }

    public ExecutionResult Read(JsonElement reply, RunnerRequest prepared)
    {
        if (!reply.GetProperty("ready").GetBoolean())
        {
            throw new SandboxUnavailableException(
                "A worker in a container did not get ready for an answer; go on when there is less load.");
        }

        var code = reply.GetProperty("code").GetInt32();
        var run = new WorkerRun
        {
            Duration = TimeSpan.FromMilliseconds(reply.GetProperty("wall").GetDouble()),
            CpuTime = RunnerReply.CpuTime(reply),
            ProcessorWait = RunnerReply.ProcessorWait(reply),
            Output = reply.GetProperty("printed").GetString() ?? "",
            HitWallLimit = reply.GetProperty("late").GetBoolean(),
            ExitCode = code < 0 ? SignalBase - code : code,
        };
        foreach (var text in reply.GetProperty("result").GetProperty("frames").EnumerateArray())
        {
            var frame = Convert.FromHexString(text.GetString() ?? "");
            if (frame.Length <= Frame.NonceLength
                || !CryptographicOperations.FixedTimeEquals(frame.AsSpan(0, Frame.NonceLength), prepared.Nonce)
                || run.Take(frame[Frame.NonceLength], frame[(Frame.NonceLength + 1)..]))
            {
                break;
            }
        }

        run.Output = run.PrintedByTests + run.Output;
        if (prepared.IsApart)
        {
            TakeEnd(reply, prepared, run);
        }

        var isBrokenOff = !run.IsEnded && !run.HitWallLimit && !reply.GetProperty("own").GetBoolean();
        var result = isBrokenOff
            ? new ExecutionResult { Status = ExecutionStatus.Crashed, Reason = "the answer broke off the tests",
                Observations = run.Observations, Output = run.Output, Duration = run.Duration, CpuTime = run.CpuTime }
            : RunReader.Read(run, prepared.Limits);
        return result with { CompileDuration = prepared.CompileDuration };
    }

    /// <summary>Takes how the answer's process ended where the tests ran in another: of checks it says nothing.</summary>
    /// <exception cref="RunnerLostException">The process of the tests ended before they did.</exception>
    private static void TakeEnd(JsonElement reply, RunnerRequest prepared, WorkerRun run)
    {
        if (reply.GetProperty("lost").GetBoolean() && !run.IsEnded)
        {
            throw new RunnerLostException("the process of the tests ended");
        }

        var end = Convert.FromHexString(reply.GetProperty("result").GetProperty("end").GetString() ?? "");
        if (!run.IsEnded && end.Length > Frame.NonceLength
            && CryptographicOperations.FixedTimeEquals(end.AsSpan(0, Frame.NonceLength), prepared.AnswerNonce)
            && end[Frame.NonceLength] is FrameKind.TooMuch or FrameKind.Fault or FrameKind.Broken)
        {
            run.Take(end[Frame.NonceLength], end[(Frame.NonceLength + 1)..]);
        }
    }
}
