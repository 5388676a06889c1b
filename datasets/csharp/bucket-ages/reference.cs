public static class Solution
{
    public static string Bucket(int days) => days switch
    {
        < 0 => "invalid",
        0 => "today",
        <= 6 => "this week",
        <= 30 => "this month",
        _ => "stale",
    };
}
