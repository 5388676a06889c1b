public static class Solution
{
    public static string[] Normalize(string[] tags) => tags
        .Select(tag => string.Join('-', tag.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant())
        .Where(tag => tag.Length > 0)
        .Distinct()
        .ToArray();
}
