public static class Solution
{
    public static double[] Medians(int[] samples, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var medians = new List<double>();
        for (var start = 0; start + window <= samples.Length; start++)
        {
            var sorted = samples.Skip(start).Take(window).Order().ToArray();
            medians.Add((sorted[(window - 1) / 2] + (double)sorted[window / 2]) / 2);
        }

        return medians.ToArray();
    }
}
