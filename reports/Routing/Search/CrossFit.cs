using Eval.Reports.Routing.Evaluation;
using Eval.Reports.Statistics;

namespace Eval.Reports.Routing.Search;

/// <summary>
/// Chooses on all folds but one and scores on the one that was held out, so that no policy is scored on tasks it was chosen on (statistics of the pooled
/// held-out tasks; Varma and Simon 2006 show what happens otherwise).
/// </summary>
internal sealed class CrossFit
{
    private readonly Candidate[] _chosen;
    private readonly int[] _foldOf;

    private CrossFit(Candidate[] chosen, int[] foldOf, IReadOnlyList<IReadOnlyList<Candidate>> candidates)
    {
        (_chosen, _foldOf, Candidates) = (chosen, foldOf, candidates);
        Scores = PolicyScores.Pool(foldOf.Length, task => chosen[foldOf[task]].Scores);
    }

    /// <summary>Gets the pooled held-out scores.</summary>
    public PolicyScores Scores { get; }

    /// <summary>Gets the candidates of each fold.</summary>
    public IReadOnlyList<IReadOnlyList<Candidate>> Candidates { get; }

    public int Folds => _chosen.Length;

    /// <summary>Returns in how many folds a policy of the same make was chosen: the same models in the same order, whatever the limits.</summary>
    public int TimesChosen(Candidate candidate) => _chosen.Count(chosen => Make(chosen) == Make(candidate));

    public static CrossFit Run(int[] foldOf, int folds, Func<TrainingTasks, IReadOnlyList<Candidate>> candidatesFor, Selection selection, Candidate otherwise)
    {
        var once = TrainingTasks.All(foldOf.Length).Counts;
        var chosen = new Candidate[folds];
        var candidates = new IReadOnlyList<Candidate>[folds];
        for (var fold = 0; fold < folds; fold++)
        {
            var training = TrainingTasks.Without(fold, foldOf, once);
            candidates[fold] = candidatesFor(training);
            chosen[fold] = selection.Best(candidates[fold], training) ?? otherwise;
        }

        return new CrossFit(chosen, foldOf, candidates);
    }

    private static string Make(Candidate candidate) => $"{candidate.Family}:{string.Join('|', candidate.Policy.All.OfType<Policies.SinglePolicy>().Select(single => single.Model))}";
}
