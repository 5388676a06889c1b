using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Eval.Harness.Replies;
using Eval.Harness.Scoring;
using Eval.Harness.Tests.RealData;
using Eval.Harness.Tests.Replies;
using Eval.Results.Records;
using Eval.Sandboxes;
using Eval.Sandboxes.Docker;

namespace Eval.Benchmarks.Replies;

/// <summary>
/// Wraps programs that are known to be right or wrong in all ways of <see cref="ReplyWays"/>, and shows how many come out as they went in
/// and how many verdicts are those of the bare program.
/// </summary>
internal static class ReplyBenchmark
{
    private const int ShownLosses = 20;
    private static readonly ResourceLimits Limits = new() { CpuTime = TimeSpan.FromSeconds(60), WallTime = TimeSpan.FromMinutes(5) };

    public static async Task<int> RunAsync(string[] args)
    {
        var data = Arguments.Value(args, "--data")
            ?? throw new ArgumentException("--data FOLDER names the folder of the public data sets.");
        var sample = int.Parse(Arguments.Value(args, "--sample") ?? "3000", CultureInfo.InvariantCulture);
        var seed = int.Parse(Arguments.Value(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        string File(string name) => Path.Combine(data, name);
        await using var sandbox = await DockerSandbox.StartAsync(new DockerSandboxOptions { Limits = Limits }, CancellationToken.None);
        var right = await ReplyPrograms.RightAsync(File, CancellationToken.None);
        var wrong = await ReplyPrograms.WrongAsync(File, CancellationToken.None);
        Console.WriteLine($"{right.Count} right and {wrong.Count} wrong programs, {ReplyWays.All.Count} ways");

        var isKept = await ExtractAsync(sandbox, right);
        await ExtractAsync(sandbox, wrong);
        var scorer = new FunctionScorer(sandbox, sandbox, Limits, languages: sandbox);
        var isRight = await ScoreAsync(scorer, right, sample, seed, "right");
        var isWrong = await ScoreAsync(scorer, wrong, sample, seed, "wrong");
        return isKept && isRight && isWrong ? 0 : 1;
    }

    private static async Task<bool> ExtractAsync(DockerSandbox sandbox, IReadOnlyList<ReplyProgram> programs)
    {
        var extractor = new CodeExtractor(sandbox, languages: sandbox);
        var lost = new ConcurrentBag<(string Way, string Task)>();
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(programs, async (program, ct) =>
        {
            var scored = await extractor.ShapeAsync(program.Task, program.Code, ct);
            foreach (var (way, wrap) in ReplyWays.All)
            {
                var found = await extractor.ExtractAsync(program.Task, wrap(program), ct);
                if (!SameProgram.Is(found.Text, scored.Text, program))
                {
                    lost.Add((way, program.Task.Id));
                }
            }
        });
        var all = programs.Count * ReplyWays.All.Count;
        Console.WriteLine($"extraction: {all - lost.Count} of {all} as they went in ({100.0 * (all - lost.Count) / all:0.00} %), "
            + $"{1000 * watch.Elapsed.TotalMilliseconds / all:0} µs each");
        foreach (var way in lost.GroupBy(each => each.Way).OrderByDescending(each => each.Count()).Take(ShownLosses))
        {
            Console.WriteLine($"  {way.Count(),5}  {way.Key}: {string.Join(", ", way.Select(each => each.Task).Order().Take(5))}");
        }

        return lost.Count <= all / 200;
    }

    /// <summary>Scores a sample of wrapped programs beside the bare ones. A sandbox that fails is no verdict and is told.</summary>
    private static async Task<bool> ScoreAsync(FunctionScorer scorer, IReadOnlyList<ReplyProgram> programs, int sample, int seed,
        string name)
    {
        var random = new Random(seed);
        var chosen = programs.SelectMany(program => ReplyWays.All.Select(way => (Program: program, Way: way.Key)))
            .OrderBy(_ => random.Next()).Take(sample).ToList();
        var bare = new ConcurrentDictionary<ReplyProgram, Lazy<Task<Verdict>>>();
        var changed = new ConcurrentBag<string>();
        var (passed, failures) = (0, 0);
        await Parallel.ForEachAsync(chosen, async (each, ct) =>
        {
            try
            {
                var expected = await bare.GetOrAdd(each.Program,
                    program => new Lazy<Task<Verdict>>(async () => (await scorer.ScoreCodeAsync(program.Task, program.Code, ct)).Verdict))
                    .Value;
                var scored = await scorer.ScoreAsync(each.Program.Task, new Reply(ReplyWays.All[each.Way](each.Program), "stop"), ct);
                if (scored.Verdict == Verdict.Passed && expected != Verdict.Passed)
                {
                    Interlocked.Increment(ref passed);
                }

                if (scored.Verdict != expected)
                {
                    changed.Add($"  {each.Program.Task.Id}, {each.Way}: {expected} became {scored.Verdict} ({scored.Error})");
                }
            }
            catch (SandboxUnavailableException)
            {
                Interlocked.Increment(ref failures);
            }
        });
        var scored = chosen.Count - failures;
        Console.WriteLine($"{name}: {scored - changed.Count} of {scored} verdicts unchanged "
            + $"({100.0 * (scored - changed.Count) / scored:0.00} %), {passed} became a pass, {failures} without a verdict");
        foreach (var line in changed.Take(ShownLosses))
        {
            Console.WriteLine(line);
        }

        return passed == 0 && changed.Count <= scored / 200;
    }
}
