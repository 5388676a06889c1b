public static class Solution
{
    public static long SumField(string lines, int field)
    {
        var sum = 0L;
        foreach (var line in lines.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }

            var index = 0;
            foreach (var range in line.Split(';'))
            {
                if (index++ == field)
                {
                    sum += long.Parse(line[range]);
                }
            }
        }

        return sum;
    }
}
