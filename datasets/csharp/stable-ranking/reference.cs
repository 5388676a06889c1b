public static class Solution
{
    public static string[] Rank((string Name, int Points)[] teams) => teams
        .OrderByDescending(team => team.Points)
        .Select(team =>
        {
            var rank = teams.Count(other => other.Points > team.Points) + 1;
            var shared = teams.Count(other => other.Points == team.Points) > 1 ? "=" : "";
            return $"{rank}{shared}. {team.Name} ({team.Points})";
        })
        .ToArray();
}
