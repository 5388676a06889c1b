using System.Text;
using Eval.Reports.Charts;
using Eval.Reports.Comparisons;
using Eval.Reports.Gates;
using Eval.Reports.Statistics;

namespace Eval.Reports.Markdown;

/// <summary>Writes a run as Markdown for a chat, a pull request or the summary of a CI job: what happened, then the figures.</summary>
public static class MarkdownSummary
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "summary.md";

    /// <summary>Returns the text.</summary>
    /// <param name="results">The run.</param>
    /// <param name="gates">What was checked; empty without gates.</param>
    public static string Of(RunResults results, IReadOnlyList<GateResult> gates)
    {
        var text = new StringBuilder();
        text.Append("## ").Append(Escaped(results.Run.Id)).Append(results.Run.IsSimulated ? " (simulated)" : "").Append("\n\n");
        text.Append(Headline(results, gates)).Append("\n\n");
        foreach (var finding in results.Drift?.Findings ?? [])
            text.Append("- ").Append(finding.IsAlarm ? "**Alarm** " : "").Append(Escaped(finding.Model)).Append(' ').Append(Escaped(finding.Sentence)).Append('\n');

        foreach (var gate in gates.Where(gate => !gate.IsPassed))
            text.Append("- **Gate failed** ").Append(Escaped($"{gate.Gate} {gate.Model}: {gate.Reason}")).Append('\n');

        text.Append("\n| model | pass@1 [95 %] | passed | availability | TTFT p50 | cost per task | cost per solved |\n|---|---|---:|---:|---:|---:|---:|\n");
        foreach (var row in results.Run.Models.Select(results.Summary.Overall))
        {
            var answered = row.Attempts - row.InfrastructureErrors;
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {Escaped(row.Model)}{(row.IsSimulated ? " (simulated)" : "")} | {Rate(row.PassAt1)} | {row.Passed}/{answered} | {Figures.Percent(row.Availability)} | {Figures.Duration(row.TtftP50Ms)} | {Figures.Usd(row.CostPerTaskUsd)} | {Figures.Usd(row.CostPerSolvedUsd)} |\n");
        }

        if (gates.Count > 0)
        {
            text.Append("\n| gate | model | | seen |\n|---|---|---|---|\n");
            foreach (var gate in gates)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {Escaped(gate.Gate.ToString())} | {Escaped(gate.Model)} | {(gate.IsPassed ? "passed" : "**failed**")} | {Escaped(gate.Reason)} |\n");
        }

        foreach (var warning in results.Summary.Warnings)
            text.Append("\n> ").Append(Escaped(warning)).Append('\n');

        return text.ToString();
    }

    /// <summary>Returns what happened in one sentence.</summary>
    public static string Headline(RunResults results, IReadOnlyList<GateResult> gates)
    {
        var alarms = results.Drift?.Findings.Count(finding => finding.IsAlarm) ?? 0;
        var failed = gates.Count(gate => !gate.IsPassed);
        var parts = new List<string>();
        if (results.Summary.IsInvalid)
            parts.Add("the run is INVALID (sandbox errors)");

        if (alarms > 0)
            parts.Add($"{alarms} alarm{(alarms == 1 ? "" : "s")}");

        if (gates.Count > 0)
            parts.Add(failed == 0 ? $"all {gates.Count} gates passed" : $"{failed} of {gates.Count} gates failed");

        if (parts.Count == 0)
            parts.Add("no alarm");

        return string.Join(", ", parts) + ".";
    }

    private static string Rate(Estimate? rate) => rate is null ? Figures.Unknown : $"{Figures.Percent(rate)} [{Figures.PercentRange(rate)}]";

    /// <summary>Names come from anywhere: nothing in them is markup, a link or a mention.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsControl(letter))
                escaped.Append(' ');
            else if ("\\`*_{}[]()#+!|<>&~@".Contains(letter, StringComparison.Ordinal))
                escaped.Append(letter is '<' ? "&lt;" : letter is '>' ? "&gt;" : letter is '&' ? "&amp;" : letter is '@' ? "&#64;" : "\\" + letter);
            else
                escaped.Append(letter);
        }

        return escaped.ToString();
    }
}
