using System.Diagnostics;
using System.Globalization;
using Eval.Datasets;
using Eval.Harness.Prompts;
using Eval.Harness.Simulation;

namespace Eval.Benchmarks.Month;

/// <summary>
/// The machine on which the nights of a month are run: its disk, clock, endpoint, webhook and data set, and what happens to each of them.
/// </summary>
internal sealed class MonthMachine : IAsyncDisposable
{
    private const int Tasks = 12;
    private const string WebhookVariable = "EVAL_MONTH_WEBHOOK";

    /// <summary>About half of what a night costs.</summary>
    private const decimal SmallBudgetUsd = 0.03m;

    private static readonly TimeSpan Morning = TimeSpan.FromHours(4);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly string _folder;
    private readonly string _clockLibrary;
    private readonly SmallDisk _disk;
    private readonly Random _random;
    private readonly ulong _seed;
    private MonthWebhook _webhook;

    private MonthMachine(string folder, string clockLibrary, SmallDisk disk, MonthWebhook webhook, Random random, ulong seed)
    {
        _folder = folder;
        _clockLibrary = clockLibrary;
        _disk = disk;
        _webhook = webhook;
        _random = random;
        _seed = seed;
    }

    public string Runs => Path.Combine(_folder, "disk", "runs");

    private string TaskFolder => Path.Combine(_folder, "tasks");

    public static async Task<MonthMachine> CreateAsync(string folder, string clockLibrary, Random random, ulong seed)
    {
        var machine = new MonthMachine(folder, clockLibrary, await SmallDisk.CreateAsync(Path.Combine(folder, "disk")),
            await MonthWebhook.StartAsync(), random, seed);
        foreach (var task in Directory.EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "datasets", "csharp"))
            .Order(StringComparer.Ordinal).Take(Tasks))
        {
            var copy = Directory.CreateDirectory(Path.Combine(machine.TaskFolder, Path.GetFileName(task)));
            foreach (var file in Directory.EnumerateFiles(task))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }
        }

        return machine;
    }

    public async ValueTask DisposeAsync()
    {
        await _webhook.DisposeAsync();
        await _disk.DisposeAsync();
    }

    /// <summary>Runs a night with what happens to it.</summary>
    public async Task<NightOutcome> RunAsync(ScheduledNight night)
    {
        if (night.Event == MonthEvent.EditedTasks)
        {
            await File.AppendAllTextAsync(Path.Combine(Directory.EnumerateDirectories(TaskFolder).Order(StringComparer.Ordinal).First(),
                "prompt.md"), "\nKeep it short.\n");
        }

        await using var endpoint = await EndpointAsync(night.Event == MonthEvent.Outage ? 0.7 : 0);
        await WriteConfigAsync(endpoint.BaseUrl, night.Event == MonthEvent.Budget ? SmallBudgetUsd : 5);
        return night.Event switch
        {
            MonthEvent.Killed => await KilledAsync(night),
            MonthEvent.FullDisk => await FullDiskAsync(night),
            MonthEvent.SecondAtOnce => await SecondAtOnceAsync(night),
            MonthEvent.DeadWebhook => await DeadWebhookAsync(night),
            MonthEvent.TimeZone or MonthEvent.DaylightSaving =>
                Joined(await NightAsync(night, TimeSpan.Zero), await NightAsync(night, Hour, "--catch-up")),
            MonthEvent.Budget => Joined(await NightAsync(night, TimeSpan.Zero), await NightAsync(night, Morning, "--catch-up")),
            _ => await NightAsync(night, TimeSpan.Zero, night.IsAfterClockAhead ? ["--catch-up"] : []),
        };
    }

    /// <summary>Killed at a random moment after its first answer was stored; in the morning the machine is on again.</summary>
    private async Task<NightOutcome> KilledAsync(ScheduledNight night)
    {
        using var process = await StartedAsync(night);
        await Task.Delay(_random.Next(1500));
        process.Kill();
        return Joined(await FinishAsync(process), await NightAsync(night, Morning, "--catch-up"));
    }

    /// <summary>The disk fills up after the first answer was stored; in the morning somebody has made room.</summary>
    private async Task<NightOutcome> FullDiskAsync(ScheduledNight night)
    {
        if (!_disk.CanBeFull)
        {
            return await NightAsync(night, TimeSpan.Zero) with { NotTried = "a disk of its own takes root" };
        }

        using var process = await StartedAsync(night);
        _disk.Fill();
        var full = await FinishAsync(process);
        _disk.Free();
        return Joined(full, await NightAsync(night, Morning, "--catch-up"));
    }

    private async Task<NightOutcome> SecondAtOnceAsync(ScheduledNight night)
    {
        using var first = Start(night, TimeSpan.Zero);
        while (!first.HasExited && !File.Exists(Path.Combine(Runs, "eval.db.nightly.lock")))
        {
            await Task.Delay(20);
        }

        var second = await NightAsync(night, TimeSpan.Zero);
        return Joined(await FinishAsync(first), second);
    }

    private async Task<NightOutcome> DeadWebhookAsync(ScheduledNight night)
    {
        var address = _webhook.Address;
        await _webhook.DisposeAsync();
        var outcome = await FinishAsync(Start(night, TimeSpan.Zero, address));
        _webhook = await MonthWebhook.StartAsync();
        return outcome;
    }

    private async Task<NightOutcome> NightAsync(ScheduledNight night, TimeSpan later, params string[] arguments)
    {
        using var process = Start(night, later, _webhook.Address, arguments);
        return await FinishAsync(process);
    }

    /// <summary>Starts a night and returns when the first of its answers is stored.</summary>
    private async Task<Process> StartedAsync(ScheduledNight night)
    {
        var before = await StoredMonth.CountAsync(Runs);
        var process = Start(night, TimeSpan.Zero);
        while (!process.HasExited && await StoredMonth.CountAsync(Runs) == before)
        {
            await Task.Delay(20);
        }

        return process;
    }

    private Process Start(ScheduledNight night, TimeSpan later) => Start(night, later, _webhook.Address);

    private Process Start(ScheduledNight night, TimeSpan later, string webhook, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(ShiftedClock.Environment(_clockLibrary, night.At + later, night.TimeZone))
        {
            [WebhookVariable] = webhook,
            ["NO_COLOR"] = "1",
            ["EVAL_DATASETS"] = Path.Combine(_folder, "fetched"),
        };
        return ChildProcess.Start(ChildProcess.Harness, ["nightly", "--quiet", "--out", Runs, .. arguments], environment, _folder);
    }

    private static async Task<NightOutcome> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new NightOutcome([process.ExitCode], await error + await output);
    }

    private static NightOutcome Joined(NightOutcome first, NightOutcome second) =>
        new([.. first.ExitCodes, .. second.ExitCodes], first.Said + second.Said);

    private async Task<SimulatedServer> EndpointAsync(double failing)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(TaskFolder, CancellationToken.None);
        var tasks = await dataset.ReadAsync(CancellationToken.None).OfType<FunctionTask>().ToListAsync();
        var incident = new SimulatedIncident { Failing = failing };
        return await SimulatedServer.StartAsync(
            new SimulatedServerOptions
            {
                Tasks = tasks, UserMessage = PromptBuilder.UserMessage, Seed = _seed,
                    Incidents = new Dictionary<string, SimulatedIncident> { ["strong"] = incident, ["cheap"] = incident },
            },
            CancellationToken.None);
    }

    private Task WriteConfigAsync(Uri endpoint, decimal budgetUsd) => File.WriteAllTextAsync(Path.Combine(_folder, "eval.json"), $$"""
        {
          "providers": { "lab": { "baseUrl": "{{endpoint}}" } },
          "models": {
            "strong": { "provider": "lab", "maxTokens": 1000, "price": { "input": 3, "output": 15 } },
            "cheap": { "provider": "lab", "maxTokens": 1000, "price": { "input": 0.15, "output": 0.6 } }
          },
          "nightly": {
            "models": ["strong", "cheap"],
            "datasets": ["{{TaskFolder}}"],
            "budgetUsd": {{budgetUsd.ToString(CultureInfo.InvariantCulture)}},
            "keepNights": 10,
            "options": { "max-connections": 2, "sandbox": "roslyn" },
            "notify": { "urlEnv": "{{WebhookVariable}}" }
          },
          "gates": [ { "metric": "pass_at_1", "min": 0.3 }, { "metric": "availability", "min": 0.9 } ]
        }
        """);
}
