namespace Eval.Results.Statistics;

/// <summary>How two models did on their common tasks, one sample a task.</summary>
/// <param name="Both">Tasks that both pass.</param>
/// <param name="OnlyFirst">Tasks that only the first passes.</param>
/// <param name="OnlySecond">Tasks that only the second passes.</param>
/// <param name="Neither">Tasks that neither passes.</param>
public readonly record struct PairedCounts(int Both, int OnlyFirst, int OnlySecond, int Neither)
{
    /// <summary>Gets the number of tasks.</summary>
    public int Tasks => Both + OnlyFirst + OnlySecond + Neither;

    /// <summary>Gets the share of tasks on which they differ, ψ; 0 without tasks.</summary>
    public double Discordance => Tasks == 0 ? 0 : (double)(OnlyFirst + OnlySecond) / Tasks;
}
