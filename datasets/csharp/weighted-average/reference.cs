public static class Solution
{
    public static double Average(double[] values, double[] weights)
    {
        var sum = 0.0;
        var total = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[i];
            total += weights[i];
        }

        return total == 0 ? 0 : sum / total;
    }
}
