namespace Eval.Harness.Planning;

/// <summary>What a limit in USD means for a run.</summary>
internal enum BudgetVerdict
{
    /// <summary>Even the upper end of the forecast is within it.</summary>
    Fits,

    /// <summary>It lies between the ends of the forecast.</summary>
    MayStop,

    /// <summary>Even the lower end of the forecast is beyond it.</summary>
    Stops,
}
