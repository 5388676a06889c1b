namespace Eval.Harness.Options;

/// <summary>The program's exit codes; scripts rely on them.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A gate failed.</summary>
    public const int GateFailed = 1;

    /// <summary>Wrong usage, configuration or data set.</summary>
    public const int Usage = 2;

    /// <summary>No endpoint, no sandbox, or too many infrastructure errors.</summary>
    public const int Infrastructure = 3;

    /// <summary>The budget left attempts out; resumable with a larger one.</summary>
    public const int BudgetEnded = 4;

    /// <summary>Stopped by the user; resumable.</summary>
    public const int Interrupted = 130;

    private static readonly int[] FromMildest = [Done, BudgetEnded, GateFailed, Infrastructure, Usage, Interrupted];

    /// <summary>Returns the more serious of two.</summary>
    public static int Worse(int one, int other) => Array.IndexOf(FromMildest, one) >= Array.IndexOf(FromMildest, other) ? one : other;
}
