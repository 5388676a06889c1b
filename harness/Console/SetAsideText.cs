using Eval.Reports.Csv;
using Eval.Results.Records;

namespace Eval.Harness.Console;

/// <summary>Tells which tasks of a run count for no model.</summary>
internal static class SetAsideText
{
    private const int MaxNamed = 10;

    /// <summary>Says it before anything is asked: first of data sets that are not to be trusted, then task by task.</summary>
    public static void Say(Terminal terminal, Run run)
    {
        foreach (var dataset in DatasetFitness.From(run).Where(dataset => dataset.IsUnfit))
        {
            terminal.SayWarning(dataset.Sentence);
        }

        foreach (var line in Lines(run))
        {
            terminal.Say(line);
        }
    }

    /// <summary>Prints the first line of a result where a data set is not to be trusted.</summary>
    public static void PrintUnfit(Terminal terminal, Run run)
    {
        foreach (var dataset in DatasetFitness.From(run).Where(dataset => dataset.IsUnfit))
        {
            terminal.PrintLine(dataset.Sentence);
        }
    }

    /// <summary>Prints the list behind a result.</summary>
    public static void Print(Terminal terminal, Run run)
    {
        foreach (var line in Lines(run))
        {
            terminal.PrintLine(line);
        }
    }

    private static IEnumerable<string> Lines(Run run)
    {
        foreach (var task in run.SetAside.Take(MaxNamed))
        {
            yield return $"set aside: {task.Dataset}/{task.TaskId}: {task.Reason}";
        }

        if (run.SetAside.Count > MaxNamed)
        {
            yield return $"set aside: {run.SetAside.Count - MaxNamed} more, see {SetAsideCsv.FileName} or the report";
        }
    }
}
