using System.CommandLine;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Runs;
using Eval.Reports.Html;
using Eval.Results.Tables;

namespace Eval.Harness.CommandLine;

/// <summary>Writes a run's files again from the store.</summary>
internal sealed class ReportCommand(Terminal terminal)
{
    public Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "Run ids or folders, or latest.", Arity = ArgumentArity.ZeroOrMore };
        var table = new Option<string?>("--table") { HelpName = "FILE",
            Description = "An outcome table from elsewhere instead of a run; the files go into the folder table-NAME in --out." };
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs. Default: runs." };
        var command = new Verb(
            "report",
            "Write CSV files, charts and the HTML report of stored runs again. Asks nothing and runs nothing.",
            "Examples:\n  report latest\n  report runs/20261123-200000-strong-cheap\n  report --table outcomes.csv")
        {
            runs, table, outFolder,
        };
        command.SetAction((parsed, ct) =>
        {
            var (names, file, folder) = (parsed.GetValue(runs) ?? [], parsed.GetValue(table),
                parsed.GetValue(outFolder) ?? new RunOptions().Out);
            return (names.Length > 0) == (file is not null)
                ? throw new UsageException("Name a run, for instance latest, or an outcome table with --table FILE.")
                : file is null ? RunAsync(names, folder, ct)
                : TableAsync(file, folder, ct);
        });
        return command;
    }

    private async Task<int> TableAsync(string file, string outFolder, CancellationToken ct)
    {
        var results = OutcomeTable.Read(file);
        foreach (var warning in results.Summary.Warnings)
        {
            terminal.SayWarning(warning);
        }

        // Neither a run's folder nor one outside, whatever the file is called.
        var folder = Path.Combine(outFolder, "table-" + results.Run.Id);
        await ReportFiles.WriteAsync(results, folder, ct);
        SummaryTable.Print(terminal, results);
        terminal.Print($"report: {Path.Combine(folder, HtmlReport.FileName)}");
        return ExitCode.Done;
    }

    private async Task<int> RunAsync(IReadOnlyList<string> names, string outFolder, CancellationToken ct)
    {
        await using var store = await StoredRuns.OpenAsync(outFolder, ct);
        foreach (var name in names)
        {
            var run = await StoredRuns.FindAsync(store, name, ct);
            var folder = Path.Combine(outFolder, run.Id);
            var results = await ReportFiles.WriteAsync(store, run.Id, folder, hasPages: true, ct);
            SummaryTable.Print(terminal, results);
            terminal.Print($"report: {Path.Combine(folder, HtmlReport.FileName)}");
        }

        return ExitCode.Done;
    }
}
