using System.IO.Compression;
using System.Text.Json;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Benchmarks.Sandbox;

/// <summary>
/// The least that a fresh isolated process for each answer costs on this host, beside our own runner: a container like ours in which a loop
/// in C forks the same interpreter, with the same user, limits, filter and clearing up. Program and tests run in that one process, which
/// says itself whether they held; there is no second user for the tests, and no call from one process to another.
/// </summary>
internal sealed class ForkFloor : IAsyncDisposable
{
    private const string Language = "python";
    private readonly string _folder;
    private readonly DockerSandbox _ours;
    private readonly DockerSandbox _floor;
    private readonly IReadOnlyList<ExecutionRequest> _programs;

    private ForkFloor(string folder, DockerSandbox ours, DockerSandbox floor, IReadOnlyList<ExecutionRequest> programs)
    {
        _folder = folder;
        _ours = ours;
        _floor = floor;
        _programs = programs;
    }

    public static async Task<ForkFloor> StartAsync(string tasks)
    {
        var options = new DockerSandboxOptions { AnswersPerContainer = int.MaxValue };
        var ours = await DockerSandbox.StartAsync(options, CancellationToken.None);
        await ours.PrepareAsync([Language]);
        var images = await ours.ImagesAsync(CancellationToken.None);
        var name = $"eval-sandbox-{Language}:";
        var image = images.Single(each => each.IsCurrent && each.Name.StartsWith(name, StringComparison.Ordinal)).Name;
        var folder = Directory.CreateTempSubdirectory("eval-floor").FullName;
        var language = Directory.CreateDirectory(Path.Combine(folder, Language)).FullName;
        var sources = Path.Combine(options.ImagesFolder, Language);
        string[] own = [Path.Combine(sources, "forker.c"), Path.Combine(sources, "language.json")];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Sandbox", "floor")).Concat(own))
        {
            File.Copy(file, Path.Combine(language, Path.GetFileName(file)));
        }

        var floor = await DockerSandbox.StartAsync(options with { ImagesFolder = folder, BaseImage = image }, CancellationToken.None);
        await floor.PrepareAsync([Language]);
        Console.WriteLine(await HostAsync(floor));
        return new ForkFloor(folder, ours, floor, await ReadAsync(tasks));
    }

    /// <summary>Runs all programs some times in our containers and in those of the floor; returns the machine's processor time.</summary>
    public async Task<(TimeSpan Ours, TimeSpan Floor)> MeasureAsync(int samples)
    {
        var all = Enumerable.Repeat(_programs, samples).SelectMany(program => program).ToList();
        return (await MeasureAsync(_ours, all), await MeasureAsync(_floor, all));
    }

    public async ValueTask DisposeAsync()
    {
        await _ours.DisposeAsync();
        await _floor.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<TimeSpan> MeasureAsync(DockerSandbox sandbox, IReadOnlyList<ExecutionRequest> programs)
    {
        var before = Machine.BusyTime();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(programs, parallel, async (program, ct) =>
        {
            var result = await sandbox.ExecuteAsync(program, ct);
            if (result is not { Status: ExecutionStatus.Completed, Observations: [{ Kind: ObservationKind.Held }] })
            {
                throw new InvalidOperationException($"{result.Status} {result.Reason}");
            }
        });
        return Machine.BusyTime() - before;
    }

    /// <summary>Says what a fork and a page cost here: hosts differ, and every figure with them.</summary>
    private static async Task<string> HostAsync(DockerSandbox floor)
    {
        var image = (await floor.ImagesAsync(CancellationToken.None)).Single(each => each.IsCurrent).Name;
        string[] command = ["run", "--rm", "--network", "none", "--entrypoint", "/usr/bin/python3", image, "-S", "/floor/host.py"];
        var (_, output, error) = await ChildProcess.RunAsync("docker", command);
        var figures = output.Split(' ', StringSplitOptions.TrimEntries);
        return figures.Length == 2
            ? $"this host: {figures[0]} µs for a fork of a bare interpreter that ends at once, {figures[1]} µs for a page's first write"
            : throw new InvalidOperationException(error);
    }

    private static async Task<IReadOnlyList<ExecutionRequest>> ReadAsync(string tasks)
    {
        var programs = new List<ExecutionRequest>();
        await using var stream = new GZipStream(File.OpenRead(tasks), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            using var task = JsonDocument.Parse(line);
            string Text(string name) => task.RootElement.GetProperty(name).GetString()!;
            programs.Add(new ExecutionRequest
            {
                Language = Language,
                Files =
                [
                    new SourceFile("answer", Text("prompt") + Text("canonical_solution")),
                    new SourceFile(ExecutionRequest.Given, Text("prompt"), IsTrusted: true),
                    new SourceFile("tests", $"{Text("test")}\ncheck({Text("entry_point")})\n", IsTrusted: true),
                ],
                EntryPoints = [Text("entry_point")],
            });
        }

        return programs;
    }
}
