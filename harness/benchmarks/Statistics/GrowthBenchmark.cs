using System.Diagnostics;
using System.Globalization;

namespace Eval.Benchmarks.Statistics;

/// <summary>
/// What people wait for after a run, at growing sizes: going on with a run of which nothing is left to ask, its report, routing, and
/// comparing its models.
/// <c>--out DIR [--attempts 10000,20000,40000,100000]</c>; stores that are there already are used again.
/// </summary>
internal static class GrowthBenchmark
{
    private static readonly string[] Commands = ["resume", "report", "route", "compare"];

    public static async Task<int> RunAsync(string[] args)
    {
        var sizes = (Arguments.Value(args, "--attempts") ?? "10000,20000,40000,100000").Split(',')
            .Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        var output = Directory.CreateDirectory(Arguments.Value(args, "--out") ?? "growth").FullName;
        Console.WriteLine($"| attempts | {string.Join(" | ", Commands)} |\n|---|{string.Concat(Commands.Select(_ => "---|"))}");
        foreach (var size in sizes)
        {
            var run = await StoredGrowth.CreateAsync(Path.Combine(output, size.ToString(CultureInfo.InvariantCulture)), size);
            var cells = new List<string>();
            foreach (var command in Commands)
            {
                // Each in a process of its own: what the largest of all children ever had is all that is known of their memory.
                var (exitCode, said, error) = await ChildProcess.RunAsync(Environment.ProcessPath!,
                    ["growth-part", command, run.Id, run.Folder]);
                if (exitCode != 0)
                {
                    Console.Write(said + error);
                    return exitCode;
                }

                cells.Add(said.Trim());
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {string.Join(" | ", cells)} |"));
        }

        return 0;
    }

    public static async Task<int> PartAsync(string[] args)
    {
        var (command, id, folder) = (args[0], args[1], args[2]);
        string[] words = command switch
        {
            "resume" => ["run", "--resume", id, "--no-check", "--quiet"],
            "compare" => ["compare", "--run", id],
            _ => [command, id],
        };
        var watch = Stopwatch.StartNew();
        var (exitCode, said, error) = await ChildProcess.RunAsync(ChildProcess.Harness, [.. words, "--out", folder], folder: folder);
        Console.WriteLine(exitCode != 0 ? said + error : string.Create(
            CultureInfo.InvariantCulture,
            $"{watch.Elapsed.TotalSeconds:0.0} s, {ChildProcess.EndedDescendantsCpu().TotalSeconds:0.0} s CPU, "
                + $"{ChildProcess.PeakOfEndedChildren() / 1e6:0} MB"));
        return exitCode;
    }
}
