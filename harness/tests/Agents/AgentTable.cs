using System.Text;

namespace Eval.Harness.Tests.Agents;

/// <summary>Writes what became of agents as a table in Markdown, a line for each agent.</summary>
internal static class AgentTable
{
    private const int MaxErrorChars = 160;

    public static string Write(IEnumerable<AgentRow> rows)
    {
        var table = new StringBuilder("| agent | kind | expected | found | blame | containers left | |\n|---|---|---|---|---|---|---|\n");
        foreach (var attempts in rows.GroupBy(row => row.Agent.Name))
        {
            var agent = attempts.First().Agent;
            var isAsExpected = attempts.All(row => row.IsAsExpected);
            table.Append($"| {agent.Name} | {agent.Kind.ToString().ToLowerInvariant()} | {Counted(attempts.Select(row => row.Expected.ToString()))} ")
                .Append($"| {Counted(attempts.Select(row => row.Found.ToString()))} | {Counted(attempts.Select(row => row.Found.Blame))} ")
                .Append($"| {attempts.Max(row => row.ContainersLeft)} | {(isAsExpected ? "as expected" : "**differs**" + Error(attempts))} |\n");
        }

        return table.ToString();
    }

    private static string Counted(IEnumerable<string> words)
    {
        var counts = words.CountBy(word => word).ToList();
        return counts.Count == 1 ? counts[0].Key : string.Join(", ", counts.Select(count => $"{count.Value} × {count.Key}"));
    }

    private static string Error(IEnumerable<AgentRow> attempts)
    {
        var error = attempts.FirstOrDefault(row => !row.IsAsExpected && row.Error is not null)?.Error?.ReplaceLineEndings(" ").Replace('|', '/');
        return error is null ? "" : $": {(error.Length > MaxErrorChars ? error[..MaxErrorChars] + "…" : error)}";
    }
}
