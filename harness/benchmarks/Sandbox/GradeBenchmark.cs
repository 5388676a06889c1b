using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Eval.Benchmarks.Sandbox;

/// <summary>
/// Whole commands from process start to report, in turn: human-eval's own evaluation, which isolates nothing; <c>grade</c>; <c>grade</c>
/// with
/// a container for each answer; and, without the command around them, our containers beside a bare fork server. Counts the processor time
/// of the whole machine, engine and containers with it, so nothing else may run.
/// </summary>
internal static class GradeBenchmark
{
    private const string Usage = "grade HUMAN_EVAL_FOLDER HUMAN_EVAL_JSONL_GZ PROGRAM [rounds]: the checkout of openai/human-eval with its "
        + "exec line enabled, its data, and the built Eval.Harness";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length < 3)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var rounds = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("eval-grade").FullName;
        try
        {
            await using var floor = await ForkFloor.StartAsync(args[1]);
            foreach (var (samples, fresh) in new[] { (1, true), (10, false) })
            {
                var file = await WriteAsync(args[1], folder, samples);
                var count = samples * 164;
                for (var round = 1; round <= rounds; round++)
                {
                    var reference = await MeasureAsync("python3",
                        ["-m", "human_eval.evaluate_functional_correctness", file, "--problem_file=" + args[1]], folder, args[0]);
                    var ours = await MeasureAsync(args[2],
                        ["grade", "--datasets", args[1], "--completions", file, "-q", "--fail-under",
                        $"{Path.GetFileNameWithoutExtension(file)}=1"], folder, null);
                    Console.WriteLine(Line($"{count} answers, round {round}", count, reference, ours));
                    var containers = await floor.MeasureAsync(samples);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"    containers alone: {containers.Ours.TotalMilliseconds / count:0.00} ms CPU an answer; a bare fork server "
                            + $"{containers.Floor.TotalMilliseconds / count:0.00} ms: "
                            + $"{containers.Ours / containers.Floor:0.00} × the floor"));
                    if (fresh)
                    {
                        var each = await MeasureAsync(args[2],
                            ["grade", "--datasets", args[1], "--completions", file, "-q", "--answers-per-container", "1"], folder, null);
                        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                            $"    a container for each answer: {each.Cpu.TotalSeconds:0.0} s CPU, {each.Wall.TotalSeconds:0.0} s: "
                                + $"{each.Cpu / ours.Cpu:0.0} × the CPU of warm containers, {each.Wall / ours.Wall:0.0} × the time"));
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static string Line(string name, int count, (TimeSpan Cpu, TimeSpan Wall) reference, (TimeSpan Cpu, TimeSpan Wall) ours) =>
        string.Create(CultureInfo.InvariantCulture,
        $"{name}: human-eval {reference.Cpu.TotalSeconds:0.0} s CPU, {count / reference.Wall.TotalSeconds:0} answers/s; grade "
            + $"{ours.Cpu.TotalSeconds:0.0} s CPU, {count / ours.Wall.TotalSeconds:0} answers/s: {reference.Cpu / ours.Cpu:0.00} × less "
            + $"CPU, {reference.Wall / ours.Wall:0.00} × the speed");

    /// <summary>Writes the data set's own solutions, so many times each, as a file of answers.</summary>
    public static async Task<string> WriteAsync(string tasks, string folder, int samples)
    {
        var lines = new List<string>();
        await using (var stream = new GZipStream(File.OpenRead(tasks), CompressionMode.Decompress))
        using (var reader = new StreamReader(stream))
        {
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                using var task = JsonDocument.Parse(line);
                lines.Add(JsonSerializer.Serialize(new { task_id = task.RootElement.GetProperty("task_id").GetString(),
                    completion = task.RootElement.GetProperty("canonical_solution").GetString() }));
            }
        }

        var file = Path.Combine(folder, $"canonical{samples}.jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Repeat(lines, samples).SelectMany(line => line));
        return file;
    }

    private static async Task<(TimeSpan Cpu, TimeSpan Wall)> MeasureAsync(string program, string[] arguments, string folder,
        string? pythonPath)
    {
        var environment = pythonPath is null
            ? new Dictionary<string, string>() : new Dictionary<string, string> { ["PYTHONPATH"] = pythonPath };
        var before = Machine.BusyTime();
        var clock = Stopwatch.GetTimestamp();
        var result = await ChildProcess.RunAsync(program, arguments, environment, folder);
        var wall = Stopwatch.GetElapsedTime(clock);
        // Containers are still being taken away for a moment.
        await Task.Delay(500);
        return result.ExitCode == 0 ? (Machine.BusyTime() - before, wall) : throw new InvalidOperationException(result.Error);
    }
}
