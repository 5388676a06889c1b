using System.CommandLine;
using Eval.Datasets;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Prompts;
using Eval.Harness.Scoring;
using Eval.Harness.Simulation;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Serves the simulated endpoint for other programs.</summary>
internal sealed class SimulateCommand(Terminal terminal)
{
    private const int DefaultPort = 8155;

    public Command Create()
    {
        var port = new Option<int?>("--port") { HelpName = "N",
            Description = $"Port on loopback; 0 for any free one. Default: {DefaultPort}." };
        var seed = new Option<long?>("--seed") { HelpName = "N", Description = "Seed of everything that is drawn. Default: 1." };
        var datasets = new Option<string[]>("--datasets") { HelpName = "SET",
            Description = "Data sets whose tasks it can answer. Default: csharp.", Arity = ArgumentArity.OneOrMore };
        var incidents = new IncidentOptions();
        var command = new Verb(
            "simulate",
            "Serve the simulated models on loopback: an OpenAI-compatible endpoint with streaming, delays, errors and honest wrong "
                + "programs.",
            "Examples:\n  simulate --port 8155\n  OPENAI_BASE_URL=http://127.0.0.1:8155/v1 run --models strong,cheap\n  simulate --worse "
                + "strong=0.3 --failing cheap=0.7      a bad day, to try alarms and gates")
        {
            port, seed, datasets,
        };
        incidents.AddTo(command);
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(port) ?? DefaultPort, parsed.GetValue(seed) ?? 1,
            parsed.GetValue(datasets), incidents.Read(parsed), ct));
        return command;
    }

    private async Task<int> RunAsync(int port, long seed, string[]? names, IReadOnlyDictionary<string, SimulatedIncident> incidents,
        CancellationToken ct)
    {
        var tasks = new List<FunctionTask>();
        var issues = new List<IssueTask>();
        foreach (var name in names is { Length: > 0 } ? names : ["csharp"])
        {
            var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
            await foreach (var task in dataset.ReadAsync(ct))
            {
                if (task is FunctionTask function)
                {
                    tasks.Add(function);
                }
                else if (task is IssueTask issue)
                {
                    issues.Add(issue);
                }
            }
        }

        var mistakes = tasks.Select(TestPrograms.Mistake).OfType<string>().ToList();
        if (mistakes.Count > 0)
        {
            throw new UsageException(mistakes);
        }

        var options = new SimulatedServerOptions { Tasks = tasks, Issues = issues, UserMessage = PromptBuilder.UserMessage,
            Seed = unchecked((ulong)seed), Port = port, Incidents = incidents };
        await using var server = await SimulatedServer.StartAsync(options, ct);
        var table = new Table().Border(TableBorder.Ascii).AddColumn("model").AddColumn("behaves").AddColumn("USD per million in / out");
        foreach (var profile in SimulatedProvider.Profiles)
        {
            table.AddRow(profile.Name, profile.Description,
                $"{profile.Price.InputUsdPerMillionTokens} / {profile.Price.OutputUsdPerMillionTokens}");
        }

        terminal.Output.Write(table);
        terminal.Print($"simulated endpoint for {tasks.Count + issues.Count} tasks: {server.BaseUrl}   (Ctrl-C ends it)");
        using var interruption = new Interruption(_ => { });
        try
        {
            await Task.Delay(Timeout.Infinite, interruption.Stop);
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }

        return ExitCode.Done;
    }
}
