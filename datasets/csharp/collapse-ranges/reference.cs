public static class Solution
{
    public static string Collapse(int[] pages)
    {
        var parts = new List<string>();
        var start = 0;
        while (start < pages.Length)
        {
            var end = start;
            while (end + 1 < pages.Length && pages[end + 1] == pages[end] + 1)
            {
                end++;
            }

            if (end - start >= 2)
            {
                parts.Add($"{pages[start]}-{pages[end]}");
            }
            else
            {
                for (var i = start; i <= end; i++)
                {
                    parts.Add(pages[i].ToString());
                }
            }

            start = end + 1;
        }

        return string.Join(", ", parts);
    }
}
