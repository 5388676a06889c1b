namespace Eval.Reports.Records;

/// <summary>What endpoints say about why an answer ended.</summary>
public static class FinishReasons
{
    /// <summary>Returns whether the answer was cut at a limit of tokens.</summary>
    public static bool IsCut(string? reason) => reason is not null
        && (reason.Equals("length", StringComparison.OrdinalIgnoreCase) || reason.Equals("max_tokens", StringComparison.OrdinalIgnoreCase) || reason.Equals("max_output_tokens", StringComparison.OrdinalIgnoreCase));
}
