using System.Globalization;
using System.Text;
using Eval.Reports.Drift;
using Eval.Reports.Gates;
using Eval.Results;
using Eval.Results.Formatting;
using Eval.Results.Records;

namespace Eval.Reports.Markdown;

/// <summary>Writes a run as Markdown for a chat, a pull request or the summary of a CI job: what happened, then the figures.</summary>
public sealed class MarkdownSummary : IReport
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "summary.md";

    private const int LongestText = 1000;

    /// <summary>
    /// A space of no width in the middle keeps chats and code hosts from reading a name as a mention, an issue or an address.
    /// </summary>
    private static readonly (string Live, string Dead)[] Live = [("@", "@\u200b"), ("#", "#\u200b"), ("://", ":\u200b//"),
        ("www.", "www\u200b.")];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public Task WriteAsync(ReportInput input, DirectoryInfo output, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(output);
        return File.WriteAllTextAsync(Path.Combine(output.FullName, FileName), Create(input), Utf8, ct);
    }

    /// <summary>Returns the text.</summary>
    public static string Create(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var gates = input.Gates ?? [];
        var text = new StringBuilder();
        text.Append("## ").Append(Escaped(input.Run.Id)).Append(input.Run.IsSimulated ? " (simulated)" : "").Append("\n\n");
        text.Append(Escaped(Headline(input))).Append("\n\n");
        foreach (var sentence in Sentences(input))
        {
            text.Append("- ").Append(sentence.IsBad ? "**" + Escaped(sentence.Kind) + "** " : "").Append(Escaped(sentence.Text))
                .Append('\n');
        }

        AddTable(text, input);
        foreach (var origins in OriginCounts.From(input.Attempts))
        {
            text.Append('\n').Append(Escaped(origins.Sentence)).Append('\n');
        }

        if (gates.Count > 0)
        {
            text.Append("\n| gate | model | | seen |\n|---|---|---|---|\n");
            foreach (var gate in gates)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {Escaped(gate.Gate.ToString())} | {Escaped(gate.Model)} | "
                    + $"{(gate.IsPassed ? "passed" : "**failed**")} | {Escaped(gate.Reason)} |\n");
            }
        }

        foreach (var warning in input.Summary.Warnings)
        {
            text.Append("\n> ").Append(Escaped(warning)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Returns what happened in one sentence.</summary>
    public static string Headline(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var gates = input.Gates ?? [];
        var alarms = input.Drift?.Findings.Count(finding => finding.IsAlarm) ?? 0;
        var failed = gates.Count(gate => !gate.IsPassed);
        var parts = new List<string>();
        if (input.Run.EndedAt is null)
        {
            parts.Add(input.Run.StoppedBy is null ? "the run is not complete" : Progress(input));
        }

        if (input.Summary.IsInvalid)
        {
            parts.Add("the run is INVALID (sandbox errors)");
        }

        parts.AddRange(DatasetFitness.From(input.Run).Where(dataset => dataset.IsUnfit)
            .Select(dataset => dataset.Sentence.TrimEnd('.')));

        parts.Add(alarms == 0 ? "no alarm" : $"{alarms} alarm{(alarms == 1 ? "" : "s")}");
        if (gates.Count > 0)
        {
            parts.Add(failed > 0 ? $"{failed} of {gates.Count} gates failed" : gates.Count == 1
                ? "the gate passed" : $"all {gates.Count} gates passed");
        }

        var sentence = string.Join(", ", parts);
        return char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".";
    }

    private static string Progress(ReportInput input)
    {
        var made = input.Attempts.Count(attempt => attempt.Verdict != Verdict.Skipped);
        var why = RunWarnings.Unfinished(input.Run);
        return $"{char.ToLowerInvariant(why[0])}{why[1..]} ({made} of {input.Run.PlannedAttempts} planned attempts are there)";
    }

    /// <summary>Returns what should be known besides the figures, what is bad first; plain text.</summary>
    public static IEnumerable<(string Kind, bool IsBad, string Text)> Sentences(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);

        // What is said of several models in the same words is said once.
        return (input.Drift?.Findings ?? []).GroupBy(finding => (finding.IsAlarm, Text: Sentence(finding)))
            .Select(group => (group.Key.IsAlarm ? "Alarm" : "", group.Key.IsAlarm,
                $"{string.Join(", ", group.Select(finding => finding.Model))}: {group.Key.Text}"))
            .Concat((input.Gates ?? []).Where(gate => !gate.IsPassed)
                .Select(gate => ("Gate failed", true, $"{gate.Gate}{(gate.Model.Length > 0 ? $", {gate.Model}" : "")}: {gate.Reason}")));
    }

    private static string Sentence(DriftFinding finding) =>
        finding.Sentence + (finding.Confirmation is { } again ? "; " + again.Sentence : "");

    private static void AddTable(StringBuilder text, ReportInput input)
    {
        var rows = input.Run.Models.Select(input.Summary.Overall).ToList();
        var columns = input.Summary.Metrics.Columns(metric => metric.Markdown, rows);
        text.Append("\n| model |").AppendJoin("", columns.Select(shown => $" {shown.Column.Title} |"));
        text.Append("\n|---|").AppendJoin("", columns.Select(shown => shown.Column.HasRange ? "---|" : "---:|")).Append('\n');
        foreach (var row in rows)
        {
            text.Append("| ").Append(Escaped(row.Model)).Append(row.IsSimulated ? " (simulated)" : "").Append(" |");
            text.AppendJoin("", columns.Select(shown => $" {shown.Column.Cell(shown.Metric, row)} |")).Append('\n');
        }
    }

    /// <summary>
    /// Returns a text in which nothing calls anybody and nothing becomes a link by itself, in whatever it is shown: names come from
    /// anywhere. One line; what is invisible is named.
    /// </summary>
    public static string Inert(string text)
    {
        var inert = VisibleText.Name(text, LongestText);
        foreach (var (live, dead) in Live)
        {
            inert = inert.Replace(live, dead, StringComparison.OrdinalIgnoreCase);
        }

        return inert;
    }

    /// <summary>Nothing in a name is markup, a link or a mention.</summary>
    private static string Escaped(string text)
    {
        text = Inert(text);
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if ("\\`*_{}[]()#+!|<>&~@".Contains(letter, StringComparison.Ordinal))
            {
                escaped.Append(letter is '<' ? "&lt;" : letter is '>' ? "&gt;" : letter is '&' ? "&amp;" : letter is '@'
                    ? "&#64;" : "\\" + letter);
            }
            else
            {
                escaped.Append(letter);
            }
        }

        return escaped.ToString();
    }
}
