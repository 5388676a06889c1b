namespace Eval.Results.Statistics;

/// <summary>What tasks belong together because they share more than chance would have it.</summary>
internal static class TaskCluster
{
    /// <summary>
    /// Returns the repository of an issue named as SWE-bench names them (<c>owner__name-123</c>); any other task stands for itself.
    /// </summary>
    public static string From(string taskId)
    {
        var dash = taskId.LastIndexOf('-');
        return dash > 0 && taskId[..dash].Contains("__", StringComparison.Ordinal) && taskId.AsSpan(dash + 1) is { IsEmpty: false } number
            && number.IndexOfAnyExceptInRange('0', '9') < 0
            ? taskId[..dash]
            : taskId;
    }
}
