public static class Solution
{
    public static string[] Order(Dictionary<string, string[]> dependsOn)
    {
        var missing = dependsOn.ToDictionary(pair => pair.Key, pair => pair.Value.Distinct().Count());
        var ready = new SortedSet<string>(missing.Where(pair => pair.Value == 0).Select(pair => pair.Key), StringComparer.Ordinal);
        var order = new List<string>();
        while (ready.Count > 0)
        {
            var next = ready.Min!;
            ready.Remove(next);
            order.Add(next);
            foreach (var (project, needs) in dependsOn)
            {
                if (needs.Contains(next) && --missing[project] == 0)
                {
                    ready.Add(project);
                }
            }
        }

        return order.Count == dependsOn.Count ? order.ToArray() : throw new InvalidOperationException("cycle");
    }
}
