namespace Eval.Routing.Search;

/// <summary>
/// Runs searches over the same folds. What may be chosen without a fold is made and scored once for all of them, and let go before the next
/// fold's: all of it together would be the memory of a large run several times over.
/// </summary>
/// <param name="candidates">What may be chosen.</param>
/// <param name="selection">How it is chosen.</param>
/// <param name="fallback">What is chosen where nothing meets the limits.</param>
/// <param name="foldOf">The fold of each task.</param>
/// <param name="folds">The number of folds.</param>
/// <param name="replicates">How often choosing is repeated on drawn tasks.</param>
internal sealed class FoldedSearches(CandidateSet candidates, Selection selection, Candidate fallback, int[] foldOf, int folds,
    int replicates)
{
    private readonly int[] _once = TrainingTasks.All(foldOf.Length).Counts;

    /// <summary>Runs searches by the families each may choose from.</summary>
    /// <param name="searches">The searches; the last one may choose from all families of the others, and is repeated within the folds where
    /// there are several.</param>
    /// <returns>What each came to, and the candidates of the last one on all tasks.</returns>
    public (IReadOnlyList<SearchOutcome> Outcomes,
        IReadOnlyList<Candidate> Candidates) Run(IReadOnlyList<(string Name, PolicyFamily Families)> searches)
    {
        var families = searches[^1].Families;
        var chosen = searches.Select(_ => new Candidate[folds]).ToArray();
        var redrawn = searches.Count > 1 && replicates > 0 ? new Candidate[folds][] : null;
        var draws = SearchBootstrap.Draws(foldOf.Length, replicates);
        for (var fold = 0; fold < folds; fold++)
        {
            var isHeldOut = Array.ConvertAll(foldOf, other => other == fold);
            var training = TrainingTasks.Without(isHeldOut, _once);
            var ofFold = candidates.For(families, training);
            for (var search = 0; search < searches.Count; search++)
            {
                chosen[search][fold] = selection.Best(Within(searches[search].Families, ofFold), training) ?? fallback;
            }

            // A task that is drawn twice is in one fold with itself, so nothing is scored on what it was chosen on.
            if (redrawn is not null)
            {
                redrawn[fold] = Array.ConvertAll(selection.Best(ofFold, draws, isHeldOut), best => best ?? fallback);
            }
        }

        var onAll = new TrainingTasks(_once);
        var ofAll = candidates.For(families, onAll);
        var outcomes = searches.Select((search, number) =>
        {
            var own = Within(search.Families, ofAll);
            return new SearchOutcome(
                search.Name,
                new CrossFit(chosen[number], foldOf),
                selection.Best(own, onAll) ?? fallback,
                ChoiceVariation.Compute(own, selection, fallback, foldOf.Length, replicates),
                number == searches.Count - 1 ? redrawn : null);
        });
        return ([.. outcomes], ofAll);
    }

    /// <summary>Runs one search among candidates of another kind, without repeating it.</summary>
    public (CrossFit Fit, Candidate Refit) Run(Func<TrainingTasks, IReadOnlyList<Candidate>> candidatesFor)
    {
        var chosen = new Candidate[folds];
        for (var fold = 0; fold < folds; fold++)
        {
            var training = TrainingTasks.Without(Array.ConvertAll(foldOf, other => other == fold), _once);
            chosen[fold] = selection.Best(candidatesFor(training), training) ?? fallback;
        }

        var onAll = new TrainingTasks(_once);
        return (new CrossFit(chosen, foldOf), selection.Best(candidatesFor(onAll), onAll) ?? fallback);
    }

    private static List<Candidate> Within(PolicyFamily families, IReadOnlyList<Candidate> candidates) =>
        [.. candidates.Where(candidate => families.HasFlag(candidate.Family))];
}
