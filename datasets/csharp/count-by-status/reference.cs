public static class Solution
{
    public static string Summary(IEnumerable<string> statuses) => string.Join(", ", statuses
        .CountBy(status => status, StringComparer.OrdinalIgnoreCase)
        .OrderByDescending(pair => pair.Value)
        .Select(pair => $"{pair.Key}: {pair.Value}"));
}
