using System.CommandLine;
using System.Globalization;
using Eval.Harness.Configuration;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Csv;
using Eval.Reports.Exports;
using Eval.Reports.Json;
using Eval.Results;
using Eval.Results.Records;
using Eval.Results.Storage;
using Eval.Results.Tables;
using Eval.Routing;
using Eval.Routing.Evaluation;
using Eval.Routing.Search;

namespace Eval.Harness.CommandLine;

/// <summary>Searches routing policies on measured results, says what they are worth, and exports one for a gateway.</summary>
internal sealed class RouteCommand(Terminal terminal)
{
    private const string Recommended = "recommended";
    private const string Text = "text";
    private static readonly string[] Formats = [Text, "csv", "json"];

    public Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description =
            "Run ids, folders, latest or previous; several runs are further samples of the same tasks. Default: latest.",
            Arity = ArgumentArity.ZeroOrMore };
        var table = new Option<string?>("--table") { HelpName = "FILE", Description = "An outcome table from elsewhere instead of a run: "
            + "CSV or JSONL with task_id, model, passed, cost_usd and, where known, class, sample, latency_ms, ttft_ms, outcome." };
        var options = new RouteOptionSet();
        var export = new Option<string[]>("--export")
        {
            HelpName = "FORMAT",
            Description = "Write the policy for a gateway too: "
                + $"{string.Join(", ", PolicyExporters.All.Select(exporter => exporter.Name))}.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var policy = new Option<string>("--policy") { HelpName = "NAME",
            Description = "The row of the table that is exported: a model, 'best single', rules, cascade or any.",
            DefaultValueFactory = _ => Recommended };
        var share = new Option<double?>("--strong-share") { HelpName = "RATE",
            Description = "Share of requests for the strong model, for RouteLLM. Default: that of the policy." };
        var format = new Option<string>("--format") { HelpName = "FORMAT", Description = "text, csv or json: what is printed.",
            DefaultValueFactory = _ => Text };
        var to = new Option<string?>("--to") { HelpName = "DIR",
            Description = "Folder of the files written. Default: the run's; of several runs or a table, route-NAME in --out." };
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs. Default: runs." };
        var command = new Verb(
            "route",
            "Find the cheapest routing policy whose quality holds against a baseline: single models, rules by class, cascades, failover. "
                + "Scored on tasks it was not chosen on; where no policy beats the single model, it says so. Asks nothing and runs nothing.",
            "Examples:\n"
            + "  route latest --baseline-model gpt-4o                     against the model in use today\n"
            + "  route latest --margin 0.01 --min-providers 2             lose at most one point; survive a provider's outage\n"
            + "  route latest --export litellm portkey                    and write gateway configurations\n"
            + "  route latest --classify class                            callers declare nothing: read the class from the prompt\n"
            + "  route --table outcomes.csv --assume-verifier 0.1,0.05    what a verifier with these errors would be worth\n\n"
            + "What is not given is as eval.json declared it (routing) when the run began.\n"
            + "Writes routing.csv (every policy considered) and routing.json (the recommended one; run it with --models policy:FILE, serve "
            + "it with\n"
            + "serve --policy FILE). Exit codes: 0 done, whatever was found; 2 wrong usage, or a format that cannot express the policy.")
        {
            runs, table, export, policy, share, format, to, outFolder,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var chosen = parsed.GetValue(format)!;
            if (!Formats.Contains(chosen))
            {
                throw new UsageException($"--format {chosen}: choose {string.Join(", ", Formats)}.");
            }

            var exporters = Exporters(parsed.GetValue(export) ?? []);
            var (names, file, home) = (parsed.GetValue(runs) ?? [], parsed.GetValue(table),
                parsed.GetValue(outFolder) ?? new RunOptions().Out);
            if (names.Length > 0 && file is not null)
            {
                throw new UsageException("--table and RUN exclude each other; drop one.");
            }

            options.Read(parsed, new RoutingConfig());
            await using var store = file is null ? await StoredRuns.OpenAsync(home, ct) : null;
            var (read, folder) = store is null ? OfTable(file!, home) : await OfRunsAsync(store, names, home, ct);
            var declared = RoutingConfig.Of(read[0].Run.Settings);
            foreach (var other in read.Skip(1).Select(outcomes => outcomes.Run)
                .Where(run => RoutingConfig.Of(run.Settings).ToStored() != declared.ToStored()))
            {
                terminal.SayWarning($"{other.Id} declared other things for routing than {read[0].Run.Id}, whose hold here.");
            }

            var given = options.Read(parsed, declared);
            var routing = given.ToOptions() with { ChangedAfterwards = given.ChangesTo(declared) };
            var result = Search(await RoutingTable.LoadAsync(read, keepsPrompts: routing.Classify is not null, ct), routing);
            var target = new DirectoryInfo(parsed.GetValue(to) ?? folder);
            await RoutingCsv.WriteAsync(result, target, ct);
            await RoutingJson.WriteAsync(result, target, ct);
            await PrintAsync(result, chosen, target, ct);
            var exportOptions = new ExportOptions { VerifierUrl = routing.VerifierUrl, StrongShare = parsed.GetValue(share) };
            await ExportAsync(result, parsed.GetValue(policy)!, exporters, exportOptions, target, chosen, ct);
            return ExitCode.Done;
        });
        return command;
    }

    private static List<IPolicyExporter> Exporters(string[] names)
    {
        var all = PolicyExporters.All;
        var wanted = names.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct().ToList();
        return wanted.Find(name => all.All(exporter => exporter.Name != name)) is { } unknown
            ? throw new UsageException($"--export {unknown}: choose {string.Join(", ", all.Select(exporter => exporter.Name))}.")
            : [.. wanted.Select(name => all.First(exporter => exporter.Name == name))];
    }

    private static async Task<(IReadOnlyList<RunOutcomes> Read, string Folder)> OfRunsAsync(IRunStore store, string[] names, string home,
        CancellationToken ct)
    {
        var read = new List<RunOutcomes>();
        foreach (var name in names.Length > 0 ? names : [StoredRuns.Latest])
        {
            var run = await StoredRuns.FindAsync(store, name, ct);
            if (read.Exists(other => other.Run.Id == run.Id))
            {
                throw new UsageException($"{run.Id} is named twice; its answers would count twice.");
            }

            read.Add(RunLoader.OutcomesOf(store, run));
        }

        return (read, Path.Combine(home, read.Count == 1 ? read[0].Run.Id : $"route-{read[0].Run.Id}"));
    }

    private (IReadOnlyList<RunOutcomes> Read, string Folder) OfTable(string file, string home)
    {
        var results = OutcomeTable.Read(file);
        foreach (var warning in results.Summary.Warnings)
        {
            terminal.SayWarning(warning);
        }

        return ([results.Outcomes], Path.Combine(home, "route-" + results.Run.Id));
    }

    private static RoutingResult Search(RoutingTable outcomes, RoutingOptions options)
    {
        try
        {
            return RoutingSearch.Run(outcomes, options);
        }
        catch (RoutingException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private async Task PrintAsync(RoutingResult result, string format, DirectoryInfo target, CancellationToken ct)
    {
        switch (format)
        {
            case Text:
                RouteTables.Print(terminal, result);
                terminal.Print($"files: {Path.Combine(target.ToString(), RoutingCsv.FileName)}, "
                    + $"{Path.Combine(target.ToString(), RoutingJson.FileName)}");
                break;
            default:
                await terminal.RawOutput.WriteAsync(
                    await File.ReadAllTextAsync(Path.Combine(target.FullName, format == "csv" ? RoutingCsv.FileName : RoutingJson.FileName),
                    ct));
                break;
        }
    }

    private async Task ExportAsync(
        RoutingResult result, string name, List<IPolicyExporter> exporters, ExportOptions options, DirectoryInfo target, string format,
            CancellationToken ct)
    {
        if (exporters.Count == 0 && name == Recommended)
        {
            return;
        }

        // A model may be called like a search.
        var row = name == Recommended ? result.Recommended
            : result.Rows.Where(row => row.Name == name).MaxBy(row => row.Role == PolicyRole.Searched)
            ?? throw new UsageException(
                $"--policy {name}: there is no such row; there are "
                    + $"{Recommended}, {string.Join(", ", result.Rows.Select(row => row.Name))}.");
        if (exporters.Count == 0)
        {
            throw new UsageException($"--policy {name} names what is exported; say with --export in which format.");
        }

        var policy = PolicyFiles.Of(result, row, name == Recommended ? Recommended : name.Replace(' ', '-'));
        var refusals = new List<string>();
        foreach (var exporter in exporters)
        {
            try
            {
                await WriteAsync(exporter.Export(policy, options), target, format, ct);
            }
            catch (PolicyExportException e)
            {
                refusals.Add($"--export {exporter.Name}: {e.Message}");
            }
        }

        if (refusals.Count > 0)
        {
            throw new UsageException(refusals);
        }
    }

    private async Task WriteAsync(PolicyExport export, DirectoryInfo target, string format, CancellationToken ct)
    {
        foreach (var file in export.Files)
        {
            var path = Path.Combine(target.FullName, file.Name);
            await File.WriteAllTextAsync(path, file.Text, ct);
            if (format == Text)
            {
                terminal.Print($"exported: {Path.Combine(target.ToString(), file.Name)}");
            }
        }

        foreach (var note in export.Notes)
        {
            terminal.Say(note);
        }
    }
}
