using Eval.Routing.Evaluation;

namespace Eval.Routing.Search;

/// <summary>
/// Chooses on all folds but one and scores on the one that was held out, so that no policy is scored on tasks it was chosen on (statistics
/// of the pooled held-out tasks; Varma and Simon 2006 show what happens otherwise).
/// </summary>
internal sealed class CrossFit
{
    private readonly Candidate[] _chosen;

    /// <param name="chosen">What was chosen without each fold.</param>
    /// <param name="foldOf">The fold of each task.</param>
    public CrossFit(Candidate[] chosen, int[] foldOf)
    {
        _chosen = chosen;
        Scores = PolicyScores.Pool(foldOf.Length, task => chosen[foldOf[task]].Scores);
    }

    /// <summary>Gets the pooled held-out scores.</summary>
    public PolicyScores Scores { get; }

    /// <summary>
    /// Returns in how many folds a policy of the same make was chosen: the same models in the same order, whatever the limits.
    /// </summary>
    public int TimesChosen(Candidate candidate) => _chosen.Count(chosen => Make(chosen) == Make(candidate));

    private static string Make(Candidate candidate) =>
        $"{candidate.Family}:{string.Join('|', candidate.Policy.All.OfType<Policies.SinglePolicy>().Select(single => single.Model))}";
}
