using System.Diagnostics;
using System.Globalization;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Benchmarks.Sandbox;

/// <summary>Many Python answers in warm containers: does anything grow, does anything slow down?</summary>
internal static class ContainerBenchmark
{
    private const int Step = 1000;

    public static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        await using var sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions(), CancellationToken.None);
        await sandbox.PrepareAsync(["python"]);
        var first = 0.0;
        for (var done = 0; done < count; done += Step)
        {
            var clock = Stopwatch.GetTimestamp();
            await Parallel.ForEachAsync(Enumerable.Range(done, Step),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (number, ct) =>
                await RunAsync(sandbox, number, ct));
            var rate = Step / Stopwatch.GetElapsedTime(clock).TotalSeconds;
            first = first == 0 ? rate : first;
            using var self = Process.GetCurrentProcess();
            var runners = await RunnersAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{done + Step,6} answers: {rate:0} a second ({rate / first:P0} of the first thousand); harness {self.WorkingSet64 >> 20} "
                    + $"MiB (managed {GC.GetTotalMemory(true) >> 20}), {runners.Count} containers, largest runner process "
                    + $"{runners.Bytes >> 20} MiB"));
        }

        return 0;
    }

    private static async Task RunAsync(DockerSandbox sandbox, int number, CancellationToken ct)
    {
        var request = new ExecutionRequest
        {
            Language = "python",
            Files =
            [
                new SourceFile("answer", $"def f(n):\n    # {number}\n    primes = []\n    for k in range(2, n):\n        if all(k % p for "
                    + $"p in primes): primes.append(k)\n    return primes"),
                new SourceFile("tests", $"assert len(f({100 + number % 50})) > 20\nassert f(10) == [2, 3, 5, 7]\nassert f(2) == []",
                    IsTrusted: true),
            ],
            EntryPoints = ["f"],
        };
        var result = await sandbox.ExecuteAsync(request, ct);
        if (result is not { Status: ExecutionStatus.Completed, Observations: [{ Kind: ObservationKind.Held }] })
        {
            throw new InvalidOperationException($"{result.Status} {result.Reason}");
        }
    }

    /// <summary>Returns how many containers of ours there are and the memory of the largest of their lasting processes.</summary>
    private static async Task<(int Count, long Bytes)> RunnersAsync()
    {
        var ids = (await ChildProcess.RunAsync("docker", ["ps", "-q", "--filter", "label=eval.run"]))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var largest = 0L;
        foreach (var id in ids)
        {
            var pid = (await ChildProcess.RunAsync("docker", ["inspect", "-f", "{{.State.Pid}}", id])).Output.Trim();
            var all = File.Exists($"/proc/{pid}/task/{pid}/children")
                ? File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(pid) : [];
            foreach (var process in all.Where(process => File.Exists($"/proc/{process}/statm")))
            {
                largest = Math.Max(largest, long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1],
                    CultureInfo.InvariantCulture) * Environment.SystemPageSize);
            }
        }

        return (ids.Length, largest);
    }
}
