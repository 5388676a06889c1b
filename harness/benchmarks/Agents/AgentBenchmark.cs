using System.Diagnostics;
using System.Globalization;
using Eval.Harness.Tests.Agents;

namespace Eval.Benchmarks.Agents;

/// <summary>
/// Lets the whole program evaluate scripted agents in real containers, and compares what became of each with what must. Counts the
/// processor time of the whole machine.
/// </summary>
internal static class AgentBenchmark
{
    private const string Usage = "agents [--only NAME,… | --quick | --kind habit|hostile|endpoint]: NAME may end in *";

    public static async Task<int> RunAsync(string[] args)
    {
        var agents = Chosen(args);
        if (agents.Count == 0)
        {
            Console.Error.WriteLine($"{Usage}; there are {string.Join(", ", AgentCatalogue.All.Select(agent => agent.Name))}.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("eval-agents").FullName;
        var (clock, before) = (Stopwatch.GetTimestamp(), Machine.BusyTime());
        var rows = await new CatalogueRun(folder, async arguments =>
        {
            var (exitCode, _, error) = await ChildProcess.RunAsync(ChildProcess.Harness, arguments, folder: folder);
            return (exitCode, error);
        })
        {
            Resumes = true,
        }.RunAsync(agents, CancellationToken.None);
        Console.WriteLine(AgentTable.Write(rows));
        var asExpected = rows.GroupBy(row => row.Agent.Name).Count(attempts => attempts.All(row => row.IsAsExpected));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{asExpected} of {agents.Count} agents ended as expected, in {Stopwatch.GetElapsedTime(clock).TotalSeconds:0} s and "
                + $"{(Machine.BusyTime() - before).TotalSeconds:0} s of the machine's processor time"));
        if (asExpected < agents.Count)
        {
            Console.WriteLine($"What was run is kept in {folder}");
            return 1;
        }

        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static List<ScriptedAgent> Chosen(string[] args)
    {
        var names = Arguments.Value(args, "--only")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        bool IsNamed(ScriptedAgent agent) => names is null || names.Any(name =>
            name.EndsWith('*') ? agent.Name.StartsWith(name[..^1], StringComparison.Ordinal) : agent.Name == name);
        var kind = Arguments.Value(args, "--kind");
        return
        [
            .. AgentCatalogue.All.Where(agent => IsNamed(agent) && (agent.IsQuick || !args.Contains("--quick"))
                && (kind is null || agent.Kind.ToString().Equals(kind, StringComparison.OrdinalIgnoreCase))),
        ];
    }
}
