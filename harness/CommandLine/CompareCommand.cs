using System.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Comparisons;
using Eval.Results;
using Eval.Results.Tables;

namespace Eval.Harness.CommandLine;

/// <summary>Compares models, or two runs, task by task, and says which differences are statistically significant.</summary>
internal sealed class CompareCommand(Terminal terminal)
{
    private const int DefaultFlips = 20;
    private static readonly string[] Formats = ["text", "csv", "json"];

    public Command Create()
    {
        var names = new Argument<string[]>("NAME") { Description = "Two runs (ids, folders, latest, previous), one run for all its models, "
            + "or models of one run. Default: all models of the latest run.", Arity = ArgumentArity.ZeroOrMore };
        var run = new Option<string?>("--run") { HelpName = "RUN", Description = "The run whose models are compared. Default: latest." };
        var table = new Option<string?>("--table") { HelpName = "FILE", Description = "An outcome table from elsewhere instead of a run: "
            + "CSV or JSONL with task_id, model, passed and, where known, class, sample, cost_usd, latency_ms, ttft_ms, input_tokens, "
            + "output_tokens, outcome." };
        var @class = new Option<string?>("--class") { HelpName = "CLASS", Description = "Only tasks of this class." };
        var strict = new Option<bool>("--strict") { Description = "Count failures of endpoints and sandboxes as failures, to compare "
            + "deployments. Without it they are left out, to compare models." };
        var flips = new Option<int>("--flips") { HelpName = "N", Description = "How many tasks that only one of two passes are listed.",
            DefaultValueFactory = _ => DefaultFlips };
        var format = new Option<string>("--format") { HelpName = "FORMAT", Description = "text, csv or json.",
            DefaultValueFactory = _ => Formats[0] };
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs. Default: runs." };
        var command = new Verb(
            "compare",
            "Compare models of a run, or two runs, on their common tasks: difference, interval, p-value, the tasks that flipped, and what "
                + "difference could have been detected.",
            "Examples:\n"
            + "  compare                                       all models of the latest run with its best\n"
            + "  compare gpt-4o-mini claude-3-5-sonnet         two models of the latest run\n"
            + "  compare previous latest                       the last run with the one before\n"
            + "  compare --table outcomes.csv --format csv     results from elsewhere\n\n"
            + "Exit codes: 0 done, whatever was found; 2 wrong usage or table.")
        {
            names, run, table, @class, strict, flips, format, outFolder,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var chosen = parsed.GetValue(format)!;
            if (!Formats.Contains(chosen))
            {
                throw new UsageException($"--format {chosen}: choose {string.Join(", ", Formats)}.");
            }

            if (parsed.GetValue(flips) < 0)
            {
                throw new UsageException($"--flips {parsed.GetValue(flips)}: write a number of at least 0.");
            }

            if (parsed.GetValue(table) is not null && parsed.GetValue(run) is not null)
            {
                throw new UsageException("--table and --run exclude each other; drop one.");
            }

            var basis = parsed.GetValue(strict) ? OutcomeBasis.Strict : OutcomeBasis.Conditional;
            var comparison = await CompareAsync(parsed.GetValue(names) ?? [], parsed.GetValue(run), parsed.GetValue(table),
                parsed.GetValue(@class), parsed.GetValue(outFolder) ?? new RunOptions().Out, basis, ct);
            await WriteAsync(comparison, chosen, parsed.GetValue(flips), ct);
            return ExitCode.Done;
        });
        return command;
    }

    private async Task<Comparison> CompareAsync(string[] names, string? run, string? table, string? @class, string outFolder,
        OutcomeBasis basis, CancellationToken ct)
    {
        if (table is not null)
        {
            var results = OutcomeTable.Read(table);
            foreach (var warning in results.Summary.Warnings)
            {
                terminal.SayWarning(warning);
            }

            return OfModels(Only(results, @class), names, basis, table);
        }

        await using var store = await StoredRuns.OpenAsync(outFolder, ct);
        if (run is null && names.Length == 2 && await StoredRuns.TryFindAsync(store, names[0], ct) is { } first
            && await StoredRuns.TryFindAsync(store, names[1], ct) is { } second)
        {
            var (a, b) = (await RunLoader.LoadAsync(store, first.Id, ct), await RunLoader.LoadAsync(store, second.Id, ct));
            var comparison = RunComparer.OfRuns(Only(a, @class), Only(b, @class), basis);
            return comparison.Overall.Count > 0
                ? comparison
                : throw new UsageException(
                    $"{first.Id} and {second.Id} have no model in common; compare models of one run, or runs of one model each.");
        }

        // A run alone stands for its models.
        if (run is null && names is [var only] && await StoredRuns.TryFindAsync(store, only, ct) is not null)
        {
            (run, names) = (only, []);
        }

        if (names.Contains(StoredRuns.Previous) && (await store.ListRunsAsync(ct)).Count < 2)
        {
            throw new UsageException("There is only one run so far; none was before it.");
        }

        var found = await StoredRuns.FindAsync(store, run ?? StoredRuns.Latest, ct);
        return OfModels(Only(await RunLoader.LoadAsync(store, found.Id, ct), @class), names, basis, found.Id);
    }

    private static Comparison OfModels(RunResults results, string[] names, OutcomeBasis basis, string source)
    {
        var known = results.Run.Models.Select(model => model.Name).ToList();
        if (names.Except(known).ToList() is { Count: > 0 } unknown)
        {
            throw new UsageException(
                $"{source} has no model {string.Join(", ", unknown)} (nor is it a run); its models are {string.Join(", ", known)}.");
        }

        var models = names.Length > 0 ? names.Distinct().ToList() : known;
        return models.Count > 1
            ? RunComparer.OfModels(results, models, basis)
            : throw new UsageException($"There is nothing to compare {models[0]} with in {source}; name two models, or two runs.");
    }

    private static RunResults Only(RunResults results, string? @class)
    {
        if (@class is null)
        {
            return results;
        }

        var attempts = results.Attempts.Where(attempt => attempt.Class == @class).ToList();
        return attempts.Count > 0
            ? results with { Attempts = attempts }
            : throw new UsageException($"--class {@class}: {results.Run.Id} has no such tasks; its classes are "
            + $"{string.Join(", ", results.Attempts.Select(attempt => attempt.Class).Distinct().Order(StringComparer.Ordinal))}.");
    }

    private async Task WriteAsync(Comparison comparison, string format, int flips, CancellationToken ct)
    {
        switch (format)
        {
            case "csv":
                await ComparisonCsv.WriteAsync(comparison, terminal.RawOutput, ct);
                break;
            case "json":
                await terminal.RawOutput.WriteLineAsync(ComparisonJson.Create(comparison));
                break;
            default:
                ComparisonTables.Print(terminal, comparison, flips);
                break;
        }
    }
}
