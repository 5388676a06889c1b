using System.CommandLine;
using Eval.Harness.Runs;

namespace Eval.Harness.CommandLine;

/// <summary>Writes a run's files again from the store.</summary>
internal sealed class ReportCommand(Terminal terminal)
{
    public Command Create()
    {
        var runs = new Argument<string[]>("RUN") { Description = "Run ids or folders, or latest.", Arity = ArgumentArity.OneOrMore };
        var outFolder = new Option<string?>("--out") { HelpName = "DIR", Description = "Folder of all runs. Default: runs." };
        var command = new Verb(
            "report",
            "Write CSV files, charts and the HTML report of stored runs again. Asks nothing and runs nothing.",
            "Examples:\n  report latest\n  report runs/20261123-200000-strong-cheap")
        {
            runs, outFolder,
        };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(runs)!, parsed.GetValue(outFolder) ?? new RunOptions().Out, ct));
        return command;
    }

    private async Task<int> RunAsync(IReadOnlyList<string> names, string outFolder, CancellationToken ct)
    {
        await using var store = await StoredRuns.OpenAsync(outFolder, ct);
        foreach (var name in names)
        {
            var run = await StoredRuns.FindAsync(store, name, ct);
            var folder = Path.Combine(outFolder, run.Id);
            var results = await ReportFiles.WriteAsync(store, run.Id, folder, ct);
            SummaryTable.Print(terminal, results);
            terminal.Print($"report: {Path.Combine(folder, "report.html")}");
        }

        return ExitCode.Done;
    }
}
