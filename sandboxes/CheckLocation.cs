namespace Eval.Sandboxes;

/// <summary>Where it was decided whether an answer passes.</summary>
public enum CheckLocation
{
    /// <summary>In another process than the answer's, which holds neither tests nor expected values.</summary>
    Outside,

    /// <summary>
    /// In another process, where some equality or order was asked of code that the answer wrote for it, because the task's own reference
    /// does so.
    /// </summary>
    OutsideEqualityByAnswer,

    /// <summary>In the answer's own process.</summary>
    Inside,
}
