using System.Text.Json;

namespace Eval.Sandboxes.Docker;

/// <summary>Languages whose tests are programs of the data set, run in the container.</summary>
internal sealed class TestsProtocol(LanguageFolder language) : IRunnerProtocol
{
    private const double UsedUp = 0.9;

    /// <summary>
    /// The least share of its limit that a program was told to have used when the system killed it for its time. The system counts a limit
    /// in ticks, each of which is that of whoever runs when it ends: beside busy neighbours and on a virtual machine that can be far more
    /// than the program had.
    /// </summary>
    private const double MinCountedShare = 0.5;

    /// <summary>The share of the memory from which on it can have been its memory that a program was killed for.</summary>
    private const double MinMemoryShare = 0.25;
    private const int Segmentation = -11;
    private const int Trap = -5;
    private const int Abort = -6;
    private const int Kill = -9;
    private const int CpuLimit = -24;
    private const int FileLimit = -25;

    public Task<RunnerRequest> PrepareAsync(ExecutionRequest request, CancellationToken ct)
    {
        string Text(Func<SourceFile, bool> which) => string.Join('\n', request.Files.Where(which).Select(file => file.Text));
        var body = RunnerRequest.Write(request.Limits, json =>
        {
            json.WriteString("answer", Text(file => !file.IsTrusted));
            json.WriteString("given", Text(file => file.IsTrusted && file.Name == ExecutionRequest.Given));
            json.WriteString("tests", Text(file => file.IsTrusted && file.Name != ExecutionRequest.Given));
            json.WriteStartArray("names");
            foreach (var name in request.EntryPoints)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteStartArray("classes");
            foreach (var name in request.AskedClasses)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        });
        return Task.FromResult(new RunnerRequest(body, request.Limits));
    }

    public ExecutionResult Read(JsonElement reply, RunnerRequest prepared)
    {
        var limits = prepared.Limits;
        var result = reply.GetProperty("result");
        var seen = new ExecutionResult
        {
            Status = ExecutionStatus.Completed,
            Output = reply.GetProperty("printed").GetString() ?? "",
            Duration = TimeSpan.FromMilliseconds(reply.GetProperty("wall").GetDouble()),
            CpuTime = RunnerReply.CpuTime(reply),
            ProcessorWait = RunnerReply.ProcessorWait(reply),
            EqualityByAnswer = reply.TryGetProperty("equality", out var equality) && equality.GetBoolean(),
        };
        return result.GetProperty("status").GetString() switch
        {
            "compile" => seen with { Status = ExecutionStatus.CompileFailed, Diagnostics = [Diagnostic(result.GetProperty("error"))] },
            "output" => seen with { Status = ExecutionStatus.OutputExceeded, Reason = "returned more than 32 MiB" },
            "tests" => seen with
            {
                Status = ExecutionStatus.TestsUnusable,
                Reason = result.GetProperty("reason").GetString(),
                ShownBy = result.TryGetProperty("shown", out var shown) ? shown.GetString() : null,
            },
            "timeout" => seen with { Status = ExecutionStatus.TimedOut, Reason = result.GetProperty("reason").GetString() },
            "completed" => Completed(seen, result, limits),
            _ => Ended(seen, reply, limits),
        };
    }

    private ExecutionResult Completed(ExecutionResult seen, JsonElement result, ResourceLimits limits)
    {
        string Text(string name) => result.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        switch (result.GetProperty("kind").GetString())
        {
            case "held":
                return seen with { Observations = [new Observation { Check = 0, Kind = ObservationKind.Held }] };
            case "failed":
                var message = string.Join(": ", new[] { Text("text"), Text("message") }.Where(part => part.Length > 0));
                return seen with { Observations = [new Observation { Check = 0, Kind = ObservationKind.Failed, Text = message }] };
            default:
                var types = result.GetProperty("types").EnumerateArray().Select(type => type.GetString() ?? "").ToList();
                if (types.Any(SaysOutOfMemory) || SaysOutOfMemory(Text("message")))
                {
                    return OutOfMemory(seen, limits);
                }

                return seen with
                {
                    Observations = [new Observation { Check = 0, Kind = ObservationKind.Exception, Text = string.Join('<', types),
                        Message = Text("message") }],
                };
        }
    }

    /// <summary>The answer's process was gone before the tests were done.</summary>
    private ExecutionResult Ended(ExecutionResult seen, JsonElement reply, ResourceLimits limits)
    {
        var code = reply.GetProperty("code").GetInt32();
        if (code is Abort or Trap && SaysOutOfMemory(seen.Output))
        {
            return OutOfMemory(seen, limits);
        }

        var isOwn = reply.GetProperty("own").GetBoolean();
        var isOutOfTime = isOwn && (code == CpuLimit || (code == Kill && UsesUpTime(reply, limits)));
        if (isOutOfTime && SpentItOnMemory(reply, limits))
        {
            var peak = reply.GetProperty("peak").GetInt64() >> 20;
            return seen with { Status = ExecutionStatus.MemoryExceeded,
                Reason = $"its time went into taking memory, {peak} of {limits.MemoryBytes >> 20} MiB" };
        }

        var (status, reason) = isOwn switch
        {
            false when reply.GetProperty("late").GetBoolean() =>
                (ExecutionStatus.TimedOut, $"took more than {limits.WallTime.TotalSeconds:0.#} s on the clock"),
            false => (ExecutionStatus.Crashed, "the answer broke off the tests"),
            true when isOutOfTime => (ExecutionStatus.TimedOut, $"used {limits.CpuTime.TotalSeconds:0.#} s of processor time"),
            true when code == FileLimit => (ExecutionStatus.OutputExceeded, $"wrote more than {limits.OutputBytes >> 10} KiB to a file"),
            true when code == Kill => (ExecutionStatus.MemoryExceeded, "was killed by the system"),
            true when code == Abort => (ExecutionStatus.Crashed, "the process aborted"),
            true when code == Segmentation => (ExecutionStatus.Crashed, "segmentation fault"),
            true => (ExecutionStatus.Crashed, $"the process left before the tests ended, exit code {code}"),
        };
        // The system measures a limit more coarsely than it tells the time afterwards.
        var cpuTime = isOutOfTime && !(seen.CpuTime > limits.CpuTime) ? limits.CpuTime : seen.CpuTime;
        return seen with { Status = status, Reason = reason, CpuTime = cpuTime };
    }

    private static bool UsesUpTime(JsonElement reply, ResourceLimits limits) =>
        reply.GetProperty("cpu").GetDouble() >= (HoldsMuchMemory(reply, limits)
            ? UsedUp : MinCountedShare) * limits.CpuTime.TotalMilliseconds;

    private static bool HoldsMuchMemory(JsonElement reply, ResourceLimits limits) =>
        reply.GetProperty("peak").GetInt64() >= MinMemoryShare * limits.MemoryBytes;

    /// <summary>
    /// Whether the system was busy for the answer most of its time, and has given it much memory: each new page is dear on some machines,
    /// so that a growing program comes to the end of its time before that of its memory. A program that computes spends its time itself.
    /// </summary>
    private static bool SpentItOnMemory(JsonElement reply, ResourceLimits limits) =>
        reply.GetProperty("system").GetDouble() >= reply.GetProperty("cpu").GetDouble() / 2
        && HoldsMuchMemory(reply, limits);

    private bool SaysOutOfMemory(string text) =>
        language.OutOfMemory.Any(words => text.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static ExecutionResult OutOfMemory(ExecutionResult seen, ResourceLimits limits) =>
        seen with { Status = ExecutionStatus.MemoryExceeded, Reason = $"used more than {limits.MemoryBytes >> 20} MiB" };

    private CompilerDiagnostic Diagnostic(JsonElement error)
    {
        string Part(int place) => place < error.GetArrayLength() ? error[place].GetString() ?? "" : "";
        return new CompilerDiagnostic(Part(0), Part(1), language.AnswerFile, int.TryParse(Part(2), out var line) ? line : 1, 1);
    }
}
