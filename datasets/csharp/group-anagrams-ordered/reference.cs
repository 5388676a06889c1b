public static class Solution
{
    public static List<List<string>> Groups(string[] labels) => labels
        .GroupBy(label => string.Concat(label.ToLowerInvariant().Order()))
        .Where(group => group.Count() > 1)
        .Select(group => group.ToList())
        .ToList();
}
