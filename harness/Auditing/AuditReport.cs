using System.Globalization;
using Eval.Results.Records;

namespace Eval.Harness.Auditing;

/// <summary>How strong the tests of a data set are.</summary>
internal sealed record AuditReport(string Dataset, string Hash, double Threshold, IReadOnlyList<TaskAudit> Tasks)
{
    private const int LongestExcerpt = 60;

    public int Killed => Tasks.Sum(task => task.Killed);

    public int Survived => Tasks.Sum(task => task.Survivors.Count);

    public int NotScored => Tasks.Sum(task => task.NotScored + (task.Reference?.Verdict == Verdict.SandboxError ? 1 : 0));

    /// <summary>Killed among those that could be, 0–1, over all tasks; null when there was none.</summary>
    public double? KillRate => Killed + Survived == 0 ? null : (double)Killed / (Killed + Survived);

    /// <summary>3 when the sandbox failed, 1 when a reference fails or too few mutants are killed, else 0.</summary>
    public int ExitStatus =>
        NotScored > 0 ? 3
        : KillRate is { } rate && rate >= Threshold && Tasks.All(task => task.Reference is null or { Verdict: Verdict.Passed }) ? 0
        : 1;

    /// <summary>Writes the report as plain text.</summary>
    public void Write(TextWriter writer)
    {
        WriteTable(writer);
        WriteSection(writer, "References that fail their own tests", Tasks
            .Where(task => task.Reference is { Verdict: not Verdict.Passed })
            .Select(task => $"{task.TaskId}: {task.Reference!.Verdict}"
                + (task.Reference.Error is { } detail ? ": " + Excerpt(detail) : "")));
        WriteSection(writer, "Survivors: add a test that fails for them, or list them as equivalent with the reason", Tasks
            .SelectMany(task => task.Survivors.Select(mutant =>
                $"{task.TaskId} {mutant.Id}, line {mutant.Line}: {Excerpt(mutant.Before)} → {Excerpt(mutant.After)}")));
        WriteSection(writer, "Lists of equivalent mutants",
            Tasks.SelectMany(task => task.ListMistakes.Select(mistake => $"{task.TaskId}: {mistake}")));
        WriteSection(writer, "Not audited", Tasks.Where(task => task.Skipped is not null).Select(task => $"{task.TaskId}: {task.Skipped}"));
        if (NotScored > 0)
        {
            writer.WriteLine($"\nThe sandbox failed for {NotScored} programs: nothing is known about them.");
        }

        writer.WriteLine();
        writer.WriteLine(KillRate is { } rate
            ? $"{Dataset}: {Killed} of {Killed + Survived} mutants killed, {Percent(rate)} (needed {Percent(Threshold)})."
            : $"{Dataset}: no mutant could be scored.");
    }

    private void WriteTable(TextWriter writer)
    {
        var width = Math.Max(4, Tasks.Select(task => task.TaskId.Length).DefaultIfEmpty(0).Max());
        writer.WriteLine($"{"task".PadRight(width)}  killed  survived  equivalent  not compiled  kill rate");
        foreach (var task in Tasks.Where(task => task.Skipped is null))
        {
            var rate = task.KillRate is { } known ? Percent(known) : "-";
            writer.WriteLine(
                $"{task.TaskId.PadRight(width)}  {task.Killed,6}  {task.Survivors.Count,8}  {task.Equivalent,10}  {task.NotCompiled,12}  "
                    + $"{rate,9}");
        }
    }

    private static void WriteSection(TextWriter writer, string title, IEnumerable<string> lines)
    {
        var list = lines.ToList();
        if (list.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine(title);
        foreach (var line in list)
        {
            writer.WriteLine("  " + line);
        }
    }

    // Rounded down: 94.96 % must not read as the 95.0 % it misses.
    private static string Percent(double rate) =>
        (Math.Floor((rate * 1000) + 1e-9) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Excerpt(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "(nothing)" : line.Length <= LongestExcerpt ? line : line[..LongestExcerpt] + "…";
    }
}
