using System.Globalization;
using System.Text;

namespace Eval.Harness.Tests.Agents;

/// <summary>Writes what became of agents as a table in Markdown, a line for each agent.</summary>
internal static class AgentTable
{
    private const int MaxErrorChars = 160;

    private static readonly string[] Header =
        ["| agent | kind | expected | found | blame | calls on resume | containers left | |", "|---|---|---|---|---|---|---|---|", ""];

    public static string Write(IEnumerable<AgentRow> rows) =>
        new StringBuilder().AppendJoin('\n', Header)
            .AppendJoin("", rows.GroupBy(row => row.Agent).Select(attempts => Line(attempts.Key, [.. attempts]))).ToString();

    private static string Line(ScriptedAgent agent, IReadOnlyList<AgentRow> attempts)
    {
        string[] cells =
        [
            agent.Name,
            agent.Kind.ToString().ToLowerInvariant(),
            Counted(attempts.Select(row => row.Expected.ToString())),
            Counted(attempts.Select(row => row.Found.ToString())),
            Counted(attempts.Select(row => row.Found.Blame)),
            attempts.Sum(row => row.CallsOnResume)?.ToString(CultureInfo.InvariantCulture) ?? "",
            attempts.Max(row => row.ContainersLeft).ToString(CultureInfo.InvariantCulture),
            attempts.FirstOrDefault(row => !row.IsAsExpected) is { } other ? "**differs**" + Said(other) : "as expected",
        ];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private static string Counted(IEnumerable<string> words)
    {
        var counts = words.CountBy(word => word).ToList();
        return counts.Count == 1 ? counts[0].Key : string.Join(", ", counts.Select(count => $"{count.Value} × {count.Key}"));
    }

    private static string Said(AgentRow row)
    {
        var said = row.Error?.ReplaceLineEndings(" ").Replace('|', '/');
        return said is null ? "" : $": {(said.Length > MaxErrorChars ? said[..MaxErrorChars] + "…" : said)}";
    }
}
