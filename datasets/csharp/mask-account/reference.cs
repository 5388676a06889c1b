public static class Solution
{
    public static string Mask(string account)
    {
        var shown = account.Length > 4 ? 4 : 0;
        return new string('*', account.Length - shown) + account[^shown..];
    }
}
