using Eval.Harness.Console;
using Eval.Harness.Runs;
using Eval.Results.Formatting;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Shows a run's progress: bars per model on a terminal, a line every so often elsewhere.</summary>
internal sealed class ProgressDisplay(Terminal terminal, RunProgress progress, TimeProvider time)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
    private const int LinesPerRun = 20;

    /// <summary>Shows until <paramref name="work"/> ends.</summary>
    public async Task ShowUntilAsync(Task work)
    {
        if (terminal.IsInteractive)
        {
            await terminal.Error.Live(Bars(TimeSpan.Zero)).AutoClear(true).StartAsync(async live =>
            {
                await RefreshUntilAsync(work, elapsed =>
                {
                    live.UpdateTarget(Bars(elapsed));
                    live.Refresh();
                });
            });
        }
        else
        {
            var planned = progress.Snapshot().Sum(model => model.Planned);
            var step = Math.Max(1, planned / LinesPerRun);
            var next = progress.Snapshot().Sum(model => model.Done) + step;
            await RefreshUntilAsync(work, elapsed =>
            {
                var done = progress.Snapshot().Sum(model => model.Done);
                if (done >= next)
                {
                    next = done - done % step + step;
                    terminal.Say(Line(elapsed));
                }
            });
        }

        SayNotes();
    }

    private async Task RefreshUntilAsync(Task work, Action<TimeSpan> show)
    {
        var start = time.GetTimestamp();
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Refresh, time));
            SayNotes();
            show(time.GetElapsedTime(start));
        }
    }

    private void SayNotes()
    {
        foreach (var note in progress.TakeNotes())
        {
            terminal.SayWarning(note);
        }
    }

    private string Line(TimeSpan elapsed)
    {
        var models = progress.Snapshot();
        var (done, planned) = (models.Sum(model => model.Done), models.Sum(model => model.Planned));
        var passed = string.Join(", ", models.Select(model => $"{model.Model} {model.Passed}/{model.Done}"));
        return $"{done}/{planned} done; passed: {passed}; cost {Format.Usd(Cost(models))}; {Remaining(models, elapsed)}";
    }

    private Table Bars(TimeSpan elapsed)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders()
            .AddColumn("model").AddColumn("bar").AddColumn("done").AddColumn("passed").AddColumn("cost").AddColumn("rest");
        foreach (var model in progress.Snapshot())
        {
            const int Width = 24;
            var filled = model.Planned == 0 ? Width : (int)((long)Width * model.Done / model.Planned);
            table.AddRow(
                new Text(PrintableText.Line(model.Model)),
                new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/]"),
                new Text($"{model.Done}/{model.Planned}"),
                new Text($"{model.Passed} passed" + (model.InfrastructureErrors > 0 ? $", {model.InfrastructureErrors} errors" : "")),
                new Text(Format.Usd(model.CostUsd)),
                new Text($"{model.Open} open, {Remaining([model], elapsed)}"));
        }

        return table;
    }

    private static decimal? Cost(IReadOnlyList<ModelProgress> models) =>
        models.All(model => model.CostUsd is null) ? null : models.Sum(model => model.CostUsd ?? 0);

    private static string Remaining(IReadOnlyList<ModelProgress> models, TimeSpan elapsed)
    {
        var made = models.Sum(model => model.Done - model.DoneBefore);
        var left = models.Sum(model => model.Planned - model.Done - model.Skipped);
        return made == 0 ? "estimating" : left <= 0 ? "done" : $"about {Format.Clock(elapsed / made * left)} left";
    }
}
