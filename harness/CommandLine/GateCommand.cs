using System.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Metrics;
using Eval.Results.Storage;
using Eval.Results.Tables;

namespace Eval.Harness.CommandLine;

/// <summary>Checks a stored run, or a table from elsewhere, against gates.</summary>
internal sealed class GateCommand(Terminal terminal)
{
    public Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A run's id or folder, latest or previous.",
            DefaultValueFactory = _ => StoredRuns.Latest };
        var file = new Option<string?>("--gates") { HelpName = "FILE",
            Description = "File with \"gates\": […]. Default: those of ./eval.json." };
        var typed = new Option<string[]>("--gate") { HelpName = "GATE", Description = "One more gate, for instance \"pass_at_1>=0.8 "
            + "model=gpt-4o class=completion certain\", \"non-inferior-to=latest margin=0.02\" or \"verdict-origin=outside\".",
                Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        var table = new Option<string?>("--table") { HelpName = "FILE", Description = "An outcome table from elsewhere instead of a run." };
        var junit = new Option<string?>("--junit") { HelpName = "FILE", Description = "Also write the results as XML of JUnit." };
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs. Default: runs." };
        var command = new Verb(
            "gate",
            "Check a stored run against gates: floors, limits, no loss against a baseline, verdicts that are hard to forge. Each says what "
                + "it saw and why it passes or fails.",
            "Examples:\n"
            + "  gate latest                                   the gates of ./eval.json\n"
            + "  gate latest --gate \"pass_at_1>=0.8 certain\"   a floor that luck does not pass\n"
            + "  gate latest --gate verdict-origin=outside     no verdict was decided in an answer's own process\n"
            + "  gate latest --gates gates.json --junit gates.xml\n\n"
            + "Metrics: " + string.Join(", ", MetricCatalog.Default.Gates) + ".\n"
            + "Verdict origins, the strictest first: " + string.Join(", ", Gate.VerdictOrigins) + ".\n"
            + "In GitHub Actions the result is also written into the job's summary.\n"
            + "Exit codes: 0 all passed, 1 a gate failed, 2 wrong usage or gates.")
        {
            run, file, typed, table, junit, outFolder,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var mistakes = new List<string>();
            var gates = GateFile.Read(parsed.GetValue(file), parsed.GetValue(typed) ?? [], mistakes);
            if (mistakes.Count == 0 && gates.Count == 0)
            {
                mistakes.Add("There are no gates: name one with --gate, or a file with --gates, or write \"gates\" into eval.json.");
            }

            return mistakes.Count > 0
                ? throw new UsageException(mistakes)
                : await CheckAsync(parsed.GetValue(run)!, gates, parsed.GetValue(table), parsed.GetValue(junit),
                    parsed.GetValue(outFolder) ?? new RunOptions().Out, ct);
        });
        return command;
    }

    private async Task<int> CheckAsync(string name, IReadOnlyList<Gate> gates, string? table, string? junit, string outFolder,
        CancellationToken ct)
    {
        if (table is not null)
        {
            // A table has no runs before it, so that such a gate would compare with nothing.
            var mistakes = gates.Where(gate => gate.NonInferiorTo is not null && gate.OtherModel is null)
                .Select(gate => $"gate \"{gate}\": a table has no earlier runs; name another model of it, non-inferior-to=model:NAME.")
                .ToList();
            return mistakes.Count > 0 ? throw new UsageException(mistakes)
                : await FinishAsync(OutcomeTable.Read(table), gates, (_, _) => Task.FromResult<RunResults?>(null), junit);
        }

        var run = await StoredRuns.FindAsync(outFolder, name, ct);
        await using var store = await RunStore.OpenReadOnlyAsync(outFolder, ct);
        var results = await RunLoader.LoadAsync(store, run.Id, ct);
        return await FinishAsync(results, gates, (gate, model) => Baselines.FindAsync(store, run, gate, model, ct), junit);
    }

    private async Task<int> FinishAsync(RunResults results, IReadOnlyList<Gate> gates, Func<Gate, string, Task<RunResults?>> findBaseline,
        string? junit)
    {
        var found = await GateChecker.CheckAsync(results, gates, findBaseline);
        GateTable.Print(terminal, found);
        var isWritten = GateOutputs.Write(terminal, new ReportInput(results) { Gates = found }, junit);
        return !found.All(gate => gate.IsPassed) ? ExitCode.GateFailed : isWritten ? ExitCode.Done : ExitCode.Infrastructure;
    }
}
