using System.Diagnostics;
using System.Text.Json;
using Eval.Results.Records;
using Eval.Results.Storage;

namespace Eval.Harness.Tests.Agents;

/// <summary>
/// Lets the whole program evaluate agents of the catalogue against the scripted endpoint: one run for all that have the same options
/// and the same number of tasks.
/// </summary>
/// <param name="folder">Where tasks and runs are written; empty before.</param>
/// <param name="runProgram">Runs the program with arguments in the folder; returns its exit code and what it wrote to standard
/// error.</param>
internal sealed class CatalogueRun(string folder, Func<IReadOnlyList<string>, Task<(int ExitCode, string Error)>> runProgram)
{
    private const string Provider = "script";
    private const int ProviderTimeoutSeconds = 30;

    /// <summary>
    /// Short limits, so that agents which wait for one do so for seconds; and no failed attempt ends a run, for each is looked at.
    /// </summary>
    private static readonly string[] Options =
    [
        "--no-check", "--command-timeout", "8", "--max-steps", "10", "--max-cost-per-attempt", "0.5", "--max-infra-errors", "100%",
        "--max-connections", "2", "--quiet",
    ];

    /// <summary>Whether runs are resumed at their end, to see who is asked again.</summary>
    public bool Resumes { get; init; }

    public async Task<IReadOnlyList<AgentRow>> RunAsync(IReadOnlyList<ScriptedAgent> agents, CancellationToken ct)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(agents, ct);
        await WriteConfigurationAsync(agents, endpoint.BaseUrl, ct);
        var rows = new List<AgentRow>();
        foreach (var group in agents.GroupBy(agent => (agent.Options, agent.Tasks)))
        {
            rows.AddRange(await RunGroupAsync([.. group], $"runs-{rows.Count}", endpoint, ct));
        }

        var order = agents.Index().ToDictionary(agent => agent.Item, agent => agent.Index);
        return [.. rows.OrderBy(row => order[row.Agent]).ThenBy(row => row.Task)];
    }

    private Task WriteConfigurationAsync(IReadOnlyList<ScriptedAgent> agents, string baseUrl, CancellationToken ct)
    {
        var configuration = new
        {
            providers = new Dictionary<string, object> { [Provider] = new { baseUrl, timeout = ProviderTimeoutSeconds } },
            models = agents.ToDictionary(ModelOf, _ => new { price = new { input = 1, output = 1 } }),
        };
        return File.WriteAllTextAsync(Path.Combine(folder, "eval.json"), JsonSerializer.Serialize(configuration), ct);
    }

    private async Task<IReadOnlyList<AgentRow>> RunGroupAsync(
        IReadOnlyList<ScriptedAgent> agents, string runs, ScriptedEndpoint endpoint, CancellationToken ct)
    {
        var tasks = $"tasks-{agents[0].Tasks}";
        AgentTasks.Write(Path.Combine(folder, tasks), agents[0].Tasks);
        var (exitCode, error) = await runProgram(
        [
            "run", "--models", string.Join(',', agents.Select(ModelOf)), "--datasets", tasks, "--out", runs,
            .. Options, .. agents[0].Options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ]);
        var store = Path.Combine(folder, runs);
        if (!RunStore.Exists(store))
        {
            throw new InvalidOperationException($"The run of {agents.Count} agents came to nothing (exit code {exitCode}): {error}");
        }

        var run = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(folder, runs)).Single());
        var attempts = await ReadAsync(store, run, ct);
        var calls = agents.SelectMany(agent => Enumerable.Range(1, agent.Tasks), (agent, task) => (Agent: agent, Task: task))
            .ToDictionary(each => each, each => endpoint.CallsOf(each.Agent, each.Task));
        if (Resumes)
        {
            await runProgram(["run", "--resume", run, "--out", runs, "--quiet"]);
        }

        var left = await ContainersLeftAsync(run, ct);
        return
        [
            .. from made in calls
               let attempt = attempts.GetValueOrDefault((ModelOf(made.Key.Agent), made.Key.Task))
               let said = attempt?.Error ?? Sentence(error, made.Key.Agent)
               select new AgentRow(made.Key.Agent, made.Key.Task, Outcome(attempt), said, left)
               {
                   CallsOnResume = Resumes ? endpoint.CallsOf(made.Key.Agent, made.Key.Task) - made.Value : null,
               },
        ];
    }

    private static string ModelOf(ScriptedAgent agent) => $"{Provider}/{agent.Name}";

    private static AgentOutcome Outcome(Attempt? attempt) => new(
        attempt?.Verdict is null or Verdict.Skipped ? null : attempt.Verdict, Trajectory.Parse(attempt?.Texts?.Trajectory)?.ExitStatus);

    /// <summary>What is said of a model that was given up.</summary>
    private static string? Sentence(string error, ScriptedAgent agent) =>
        error.Split('\n').FirstOrDefault(line => line.Contains($"{ModelOf(agent)} was not evaluated", StringComparison.Ordinal));

    private static async Task<Dictionary<(string Model, int Task), Attempt>> ReadAsync(string runs, string run, CancellationToken ct)
    {
        await using var store = await RunStore.OpenReadOnlyAsync(runs, ct);
        var attempts = new Dictionary<(string, int), Attempt>();
        foreach (var read in new[] { store.ReadUnscoredAsync(run, ct), store.ReadAttemptsAsync(run, withTexts: true, ct) })
        {
            await foreach (var attempt in read)
            {
                attempts[(attempt.Key.Model, AgentTasks.NumberOf(attempt.Key.TaskId))] = attempt;
            }
        }

        return attempts;
    }

    private static async Task<int> ContainersLeftAsync(string run, CancellationToken ct)
    {
        var list = new ProcessStartInfo("docker",
            ["ps", "--all", "--quiet", "--filter", $"label=eval.run={run}"]) { RedirectStandardOutput = true };
        using var docker = Process.Start(list)!;
        var ids = await docker.StandardOutput.ReadToEndAsync(ct);
        await docker.WaitForExitAsync(ct);
        return docker.ExitCode == 0
            ? ids.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length
            : throw new InvalidOperationException("The containers that are left could not be counted: 'docker ps' failed.");
    }
}
