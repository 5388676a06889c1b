public static class Solution
{
    public static DateOnly AddDays(DateOnly start, int days, DateOnly[] holidays)
    {
        var step = Math.Sign(days);
        var date = start;
        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.AddDays(step);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(date))
            {
                left--;
            }
        }

        return date;
    }
}
