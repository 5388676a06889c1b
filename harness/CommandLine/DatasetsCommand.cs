using System.CommandLine;
using Eval.Datasets;
using Eval.Harness.Auditing;
using Eval.Harness.Console;
using Eval.Harness.Options;
using Eval.Harness.Scoring;
using Eval.Sandboxes;
using Eval.Sandboxes.Roslyn;
using Spectre.Console;

namespace Eval.Harness.CommandLine;

/// <summary>Lists, shows and audits data sets.</summary>
internal sealed class DatasetsCommand(Terminal terminal)
{
    /// <summary>A mutant that loops is killed after this much processor time: mutants are small programs.</summary>
    private static readonly TimeSpan MutantTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FetchTime = TimeSpan.FromMinutes(5);

    private const int MaxNamedSetAside = 3;

    public Command Create()
    {
        var command = new Verb(
            "datasets",
            "List, show, fetch and audit data sets.",
            "Examples:\n  datasets list\n  datasets fetch humaneval\n  datasets show csharp\n  datasets show csharp word-wrap\n  datasets "
                + "audit csharp --tasks \"r*\"");
        var list = new Verb("list", "List the bundled data sets, or those of files and folders.",
            "Examples:\n  datasets list\n  datasets list tasks.jsonl ./my-tasks");
        var files = new Argument<string[]>("DATASET") { Description = "Names, files or folders. Default: the bundled ones.",
            Arity = ArgumentArity.ZeroOrMore };
        list.Arguments.Add(files);
        list.SetAction((parsed, ct) => ListAsync(parsed.GetValue(files)!, ct));
        command.Subcommands.Add(list);
        command.Subcommands.Add(CreateShow());
        command.Subcommands.Add(CreateFetch());
        command.Subcommands.Add(CreateAudit());
        command.Subcommands.Add(new DatasetCheckCommand(terminal).Create());
        command.SetAction((_, ct) => ListAsync([], ct));
        return command;
    }

    private Verb CreateShow()
    {
        var dataset = new Argument<string>("DATASET") { Description = "Name, file or folder." };
        var task = new Argument<string?>("TASK") { Description = "A task's id: its prompt and visible tests are shown.",
            Arity = ArgumentArity.ZeroOrOne };
        var show = new Verb("show", "Show a data set's tasks, or one task.",
            "Examples:\n  datasets show csharp\n  datasets show csharp word-wrap") { dataset, task };
        show.SetAction((parsed, ct) => ShowAsync(parsed.GetValue(dataset)!, parsed.GetValue(task), ct));
        return show;
    }

    private Verb CreateFetch()
    {
        var names = new Argument<string[]>("NAME") { Description = "Public data sets. Without any, the known ones are listed.",
            Arity = ArgumentArity.ZeroOrMore };
        var from = new Option<string?>("--from") { HelpName = "PATH",
            Description = "A file, or a folder with all below it, to take the files from instead of the network." };
        var fetch = new Verb(
            "fetch",
            "Download public data sets; the checksum of every file is pinned. From then on their names can be used like "
                + "those of the bundled ones.",
            "Examples:\n  datasets fetch\n  datasets fetch humaneval\n  datasets fetch humaneval mbppplus --from /media/usb\n\nFiles are "
                + "kept in EVAL_DATASETS, else in eval/datasets of the user's data folder.")
        {
            names, from,
        };
        fetch.SetAction((parsed, ct) => FetchAsync(parsed.GetValue(names)!, parsed.GetValue(from), ct));
        return fetch;
    }

    private Verb CreateAudit()
    {
        var dataset = new Argument<string>("DATASET") { Description = "Name, file or folder." };
        var tasks = new Option<string[]>("--tasks", "-k") { HelpName = "GLOB,…",
            Description = "Only tasks whose id matches a pattern with * and ?.", Arity = ArgumentArity.OneOrMore };
        var threshold = new Option<double?>("--threshold") { HelpName = "SHARE",
            Description = "Exit code 1 when fewer mutants are killed, as a share. Default: 0.95." };
        var audit = new Verb(
            "audit",
            "Mutate the reference solutions, one small change at a time, and show which mutants the tests do not kill.",
            "Examples:\n  datasets audit csharp\n  datasets audit ./my-tasks --threshold 1")
        {
            dataset, tasks, threshold,
        };
        audit.SetAction((parsed, ct) => AuditAsync(parsed.GetValue(dataset)!, Split(parsed.GetValue(tasks)),
            parsed.GetValue(threshold) ?? 0.95, ct));
        return audit;
    }

    /// <summary>Patterns may be separated by commas, as everywhere.</summary>
    public static List<string> Split(string[]? patterns) =>
        (patterns ?? []).SelectMany(pattern => pattern.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();

    private async Task<int> ListAsync(string[] names, CancellationToken ct)
    {
        var table = new Table().Border(terminal.IsInteractive ? TableBorder.Rounded : TableBorder.Ascii);
        foreach (var column in new[] { "data set", "kind", "tasks", "classes", "difficulties", "languages" })
        {
            table.AddColumn(column);
        }

        var setAside = new List<string>();
        static Text Counts(IReadOnlyDictionary<string, int> counts) =>
            new(PrintableText.Line(string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))));
        foreach (var name in names.Length > 0 ? names : DatasetCatalog.BesideProgram.Bundled)
        {
            var info = await DatasetInfo.ReadAsync(await DatasetCatalog.BesideProgram.OpenAsync(name, ct), ct);
            setAside.AddRange(SetAsideSentence(info));
            table.AddRow(new Text(PrintableText.Line(info.Name)), new Text(info.Kind), new Text($"{info.Tasks}"), Counts(info.Classes),
                Counts(info.Difficulties), Counts(info.Languages));
        }

        terminal.Output.Write(table);
        setAside.ForEach(terminal.SayWarning);
        return ExitCode.Done;
    }

    private static IEnumerable<string> SetAsideSentence(DatasetInfo info)
    {
        if (info.SetAside.Count > 0)
        {
            var named = string.Join("; ", info.SetAside.Take(MaxNamedSetAside).Select(task => $"{task.TaskId}: {task.Reason}"));
            var unnamed = info.SetAside.Count - MaxNamedSetAside;
            var more = unnamed > 0 ? $"; and {unnamed} more, which 'datasets show' lists" : "";
            var all = info.Tasks + info.SetAside.Count;
            yield return $"{info.Name}: {info.SetAside.Count} of {all} tasks cannot be used and are set aside ({named}{more}).";
        }
    }

    private async Task<int> FetchAsync(string[] names, string? from, CancellationToken ct)
    {
        if (names.Length == 0)
        {
            foreach (var dataset in PublicDataset.All)
            {
                terminal.Print($"{dataset.Name,-14} {dataset.Summary}; {dataset.Licence}; "
                    + $"{(File.Exists(dataset.File) ? dataset.File : "not here yet")}");
            }

            return ExitCode.Done;
        }

        var unknown = names.Where(name => PublicDataset.Find(name) is null).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException($"{string.Join(", ", unknown)}: no such public data set is known; there are "
                + $"{string.Join(", ", PublicDataset.All.Select(dataset => dataset.Name))}.");
        }

        using var client = new HttpClient { Timeout = FetchTime };
        var fetcher = new DatasetFetcher(client, PublicDataset.Folder);
        foreach (var dataset in names.Select(name => PublicDataset.Find(name)!))
        {
            var isNew = await fetcher.FetchAsync(dataset, from, ct);
            terminal.PrintLine($"{dataset.Name}: {(isNew ? "fetched" : "was here already")}, {dataset.File} ({dataset.Licence})");
        }

        return ExitCode.Done;
    }

    private async Task<int> ShowAsync(string name, string? taskId, CancellationToken ct)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
        var found = false;
        await foreach (var task in dataset.ReadAsync(ct))
        {
            if (taskId is null)
            {
                terminal.PrintLine($"{task.Id,-40} {task.Class,-18} {task.Difficulty ?? "",-8} "
                    + $"{(task as FunctionTask)?.Measures ?? (task as IssueTask)?.Measures}");
                found = true;
            }
            else if (task.Id == taskId)
            {
                Show(task);
                return ExitCode.Done;
            }
        }

        foreach (var task in dataset.SetAside.Where(task => taskId is null || task.TaskId == taskId))
        {
            terminal.PrintLine($"{task.TaskId,-40} SET ASIDE: {task.Reason}");
            found = true;
        }

        return found ? ExitCode.Done : throw new UsageException(taskId is null
            ? $"{name} holds no task." : $"{name} has no task '{taskId}'; 'datasets show {name}' lists them.");
    }

    private void Show(EvalTask task)
    {
        terminal.PrintLine($"{task.Id}  ({task.Class}, {task.Difficulty ?? "no difficulty"}, {task.Language})");
        terminal.Print($"\n{task.Prompt.TrimEnd()}\n");
        if (task is FunctionTask { Tests: CallTests calls })
        {
            terminal.Print($"{calls.Cases.Count} tests, of which visible:");
            foreach (var test in calls.Cases.Where(test => test.Visible))
            {
                terminal.PrintLine($"  {test.Call}  →  {test.Expected?.GetRawText() ?? "throws " + test.Throws}");
            }
        }
    }

    private async Task<int> AuditAsync(string name, List<string> patterns, double threshold, CancellationToken ct)
    {
        var dataset = await DatasetCatalog.BesideProgram.OpenAsync(name, ct);
        await using var sandbox = await RoslynSandbox.StartAsync(new RoslynSandboxOptions(), ct);
        var limits = new ResourceLimits { CpuTime = MutantTime, WallTime = 3 * MutantTime };
        var options = new AuditOptions
        {
            Threshold = threshold,
            Parallelism = Environment.ProcessorCount * 2,
            Filter = new TaskFilter { Ids = patterns },
        };
        var scorer = new FunctionScorer(sandbox, sandbox, limits);
        var last = "";
        var progress = new ImmediateProgress<AuditProgress>(at =>
        {
            if (at.TaskId != last)
            {
                last = at.TaskId;
                terminal.Say($"{at.TasksDone + 1}: {at.TaskId}, {at.Mutants} mutants");
            }
        });
        var report = await DatasetAudit.RunAsync(dataset, scorer.ScoreCodeAsync, options, progress, ct);
        report.Write(terminal.RawOutput);
        return report.ExitStatus;
    }

    /// <summary>Reports where it stands; the framework's own progress would post to another thread and come late.</summary>
    private sealed class ImmediateProgress<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
