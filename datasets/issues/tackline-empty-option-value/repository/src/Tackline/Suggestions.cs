namespace Tackline;

/// <summary>Finds the option a user may have meant.</summary>
internal static class Suggestions
{
    private const int GreatestDistance = 2;

    public static string? Closest(string written, CommandDefinition command)
    {
        if (!written.StartsWith("--", StringComparison.Ordinal))
        {
            return null;
        }

        string name = written[2..];
        return command.Options
            .Select(o => (o.Name, Distance: Distance(name, o.Name)))
            .Where(c => c.Distance <= GreatestDistance && c.Distance < c.Name.Length)
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => "--" + c.Name)
            .FirstOrDefault();
    }

    /// <summary>The number of letters to insert, drop or replace to get from one word to the other.</summary>
    private static int Distance(string from, string to)
    {
        int[] previous = Enumerable.Range(0, to.Length + 1).ToArray();
        int[] current = new int[to.Length + 1];
        for (int i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replace = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }
}
