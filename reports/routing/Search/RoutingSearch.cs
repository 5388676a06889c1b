using Eval.Results.Statistics;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>
/// Searches for the cheapest policy that is non-inferior to a baseline, scores what it finds on held-out tasks, and says honestly when
/// no policy beats a single model.
/// </summary>
public sealed class RoutingSearch
{
    /// <summary>With fewer tasks only single models and failover are tried: everything else would fit noise.</summary>
    public const int MinTasks = 50;

    private readonly RoutingTable _table;
    private readonly RoutingOptions _options;
    private readonly CandidateSet _candidates;
    private readonly Candidate _baseline;
    private readonly Selection _selection;
    private readonly int[] _foldOf;
    private readonly int _folds;
    private readonly TrainingTasks _all;
    private readonly PromptClassifier? _classifier;
    private readonly FoldedSearches _searches;

    private RoutingSearch(RoutingTable table, RoutingOptions options)
    {
        if (table.Tasks.Count == 0)
        {
            throw new RoutingException("There is no task of which every model's outcome is known.");
        }

        _folds = Math.Min(options.Folds, table.Tasks.Count);
        _foldOf = RoutingFolds.Create(table, _folds, options.Seed);
        if (options.Classify is { } feature)
        {
            var classified = ClassifiedTasks.Create(table.Tasks, feature, _foldOf);
            (table, _classifier) = (table with { Tasks = classified.Tasks }, classified.Classifier);
        }

        (_table, _options) = (table, options);
        _candidates = new CandidateSet(table, options);
        if (_candidates.PlainModels.Count == 0)
        {
            throw new RoutingException(
                "No model's cost is known; give prices in eval.json (or a column cost_usd), since routing weighs quality against money.");
        }

        if (_candidates.Models.Count == 0)
        {
            throw new RoutingException($"There are not {options.MinProviders} providers to choose from.");
        }

        _baseline = FindBaseline();
        _selection = new Selection(_baseline.Scores, options);
        _all = TrainingTasks.All(table.Tasks.Count);
        _searches = new FoldedSearches(_candidates, _selection, Fallback(), _foldOf, _folds, options.Replicates);
    }

    /// <summary>Runs the search.</summary>
    /// <exception cref="RoutingException">There is nothing to search for with these outcomes and options.</exception>
    public static RoutingResult Run(RoutingTable table, RoutingOptions options) => new RoutingSearch(table, options).Run();

    private RoutingResult Run()
    {
        var isLarge = _table.Tasks.Count >= MinTasks;
        var (outcomes, considered) = _searches.Run([("best single", PolicyFamily.OneModel), .. isLarge ? Kinds() : []]);
        var single = outcomes[0];
        var singleRow = Row(single, _baseline);

        // What routing has to beat: the cheapest single model that was shown to hold the quality.
        var comparator = single.Refit.Name != _baseline.Name && singleRow.IsShownToSave(singleRow.Savings) ? single.Refit : _baseline;
        List<PolicyRow> searches = [singleRow, .. outcomes.Skip(1).AsParallel().AsOrdered().Select(outcome => Row(outcome, comparator))];
        var models = _candidates.PlainModels.AsParallel().AsOrdered().Select(model => ModelRow(model, comparator)).ToList();
        var bounds = isLarge ? UpperBounds(comparator).ToList() : [];
        var stay = models.Find(row => row.Policy == Fallback().Policy);
        if (stay is null)
        {
            models.Add(stay = Measured($"{_baseline.Name} with a stand-in", PolicyRole.Model, Fallback(), Fallback().Scores, comparator));
        }

        var recommended = Recommend(stay, searches);
        var verifiers = _candidates.PlainModels.SelectMany(model =>
            _candidates.Verifiers.Where(verifier => verifier.Kind != VerifierKind.Webhook)
            .Select(verifier => VerifierQuality.Measure(model.Name, verifier, _table.Tasks))).ToList();
        var cascade = new[] { recommended.Policy }.Concat(searches.Select(row => row.Policy).Reverse())
            .Concat(bounds.Select(bound => bound.Policy)).OfType<CascadePolicy>().FirstOrDefault() ?? SimplestCascade();
        var oracle = OracleRouter.Compute(_table.Tasks);
        var result = new RoutingResult
        {
            Table = _table,
            Options = _options,
            Classifier = _classifier,
            Baseline = _baseline.Name,
            CheapestSingle = comparator.Name,
            Rows = [.. models, .. searches, .. bounds],
            Considered = [.. considered.Select(Considered)],
            Recommended = recommended,
            IsBeyondLimits = _selection.Best(considered, _all) is null,
            Sentence = "",
            Savings = new SavingsParts(
                comparator == _baseline ? null : singleRow.Savings, searches.Find(row => row.Name == "rules")?.SavingsOverSingle,
                    searches.Find(row => row.Name == "cascade")?.SavingsOverSingle),
            Oracle = new CostQualityPoint(oracle.CostUsd, oracle.Quality),
            Outages = Outages(recommended, comparator),
            Verifiers = verifiers,
            SensitivityOf = cascade,
            Sensitivity = cascade is null ? [] : VerifierSensitivity.Compute(cascade, _table, _baseline, _options, verifiers),
            Classes = ClassChoices.Create(_table, _candidates.PlainModels, _options.Margin),
            NotShown = [],
        };
        return result with { Sentence = RoutingSentences.Recommendation(result), NotShown = RoutingSentences.NotShown(result) };
    }

    private Candidate FindBaseline()
    {
        if (_options.BaselineModel is { } declared)
        {
            return _candidates.PlainModels.FirstOrDefault(model => model.Name == declared)
                ?? throw new RoutingException(_table.Models.Any(model => model.Name == declared)
                ? $"The cost of the baseline {declared} is not known; give its price in eval.json."
                : $"There is no model {declared} in these results to take as the baseline; there are "
                + $"{string.Join(", ", _table.Models.Select(model => model.Name))}.");
        }

        return _candidates.PlainModels.OrderByDescending(model => model.Scores.Quality.Average())
            .ThenBy(model => model.Scores.CostUsd.Average()).ThenBy(model => model.Name, StringComparer.Ordinal).First();
    }

    /// <summary>Returns the searches beside that for a single model; the last one may choose from everything.</summary>
    private IEnumerable<(string Name, PolicyFamily Families)> Kinds() =>
        new[] { ("rules", PolicyFamily.Rules), ("cascade", PolicyFamily.Cascade) }
        .Where(kind => _options.Families.HasFlag(kind.Item2)).Append(("any", _options.Families))
        .Select(kind => (kind.Item1, kind.Item2 | PolicyFamily.OneModel));

    /// <summary>The cheapest model before the baseline: what a verifier would be worth to somebody who has none.</summary>
    private CascadePolicy? SimplestCascade()
    {
        if (!_options.Families.HasFlag(PolicyFamily.Cascade))
        {
            return null;
        }

        var cheapest = _candidates.PlainModels.OrderBy(model => model.Scores.CostUsd.Average())
            .ThenBy(model => model.Name, StringComparer.Ordinal).First();
        return cheapest == _baseline ? null
            : new CascadePolicy([new CascadeStage(cheapest.Policy, [new Verifier(VerifierKind.HiddenTests)]),
                new CascadeStage(_baseline.Policy, [])]);
    }

    /// <summary>Where nothing meets the limits everything stays as it is.</summary>
    private Candidate Fallback() => _candidates.Models.FirstOrDefault(model => model.Policy.Models.First() == _baseline.Name)
        ?? _candidates.Models[0];

    private PolicyRow Row(SearchOutcome search, Candidate comparator)
    {
        var row = Measured(search.Name, PolicyRole.Searched, search.Refit, search.Fit.Scores,
            comparator) with { TimesChosen = search.Fit.TimesChosen(search.Refit), Folds = _folds };
        if (search.Redrawn is { } redrawn)
        {
            var (savings, difference) = SearchBootstrap.Intervals(redrawn, _foldOf, [_baseline, comparator]);
            row = row with
            {
                Savings = Wider(row.Savings, savings[0]),
                SavingsOverSingle = Wider(row.SavingsOverSingle, savings[1]),
                QualityDifference = Wider(row.QualityDifference, difference),
            };
        }

        var variation = search.Variation;
        row = row with
        {
            Metrics = variation.Widen(row.Metrics!),
            Savings = variation.WidenSavings(row.Savings, _baseline.Scores.CostUsd.Average()),
            SavingsOverSingle = variation.WidenSavings(row.SavingsOverSingle, comparator.Scores.CostUsd.Average()),
            QualityDifference = variation.WidenDifference(row.QualityDifference),
        };
        return row with { Verdict = PolicyMeasure.Verdict(row.QualityDifference!, _options.Margin) };
    }

    private static Estimate? Wider(Estimate? estimate, (double Low, double High) other) =>
        estimate is null ? null : estimate with { Low = Math.Min(estimate.Low, other.Low), High = Math.Max(estimate.High, other.High) };

    private PolicyRow ModelRow(Candidate model, Candidate comparator) =>
        Measured(model.Name, PolicyRole.Model, model, model.Scores, comparator);

    private PolicyRow Measured(string name, PolicyRole role, Candidate policy, PolicyScores scores, Candidate comparator)
    {
        var (metrics, difference, savings, further) = PolicyMeasure.Compare(scores, _baseline.Scores, [comparator.Scores]);
        return new PolicyRow
        {
            Name = name,
            Role = role,
            Family = policy.Family,
            Policy = policy.Policy,
            Metrics = metrics,
            InSampleQuality = policy.Scores.Quality.Average(),
            InSampleCostUsd = policy.Scores.HasCost ? policy.Scores.CostUsd.Average() : null,
            Savings = savings,
            SavingsOverSingle = further[0],
            QualityDifference = difference,
            Verdict = PolicyMeasure.Verdict(difference, _options.Margin),
        };
    }

    private PolicyRow Considered(Candidate candidate) => new()
    {
        Name = candidate.Name,
        Role = PolicyRole.Considered,
        Family = candidate.Family,
        Policy = candidate.Policy,
        InSampleQuality = candidate.Scores.Quality.Average(),
        InSampleCostUsd = candidate.Scores.HasCost ? candidate.Scores.CostUsd.Average() : null,
    };

    private IEnumerable<PolicyRow> UpperBounds(Candidate comparator)
    {
        var hidden = new Verifier(VerifierKind.HiddenTests);
        if (_options.Families.HasFlag(PolicyFamily.Cascade))
        {
            yield return Bound("cascade, perfect verifier",
                training => [.. _candidates.Models, .. _candidates.CascadesWith(hidden, training)], comparator);
        }

        if (!_options.Families.HasFlag(PolicyFamily.Rules))
        {
            yield break;
        }

        if (_classifier?.Feature == RequestFeature.Class && _candidates.RulesOf(RequestFeature.AnnotatedClass, _all).Any())
        {
            yield return Bound("rules by class, perfect classifier",
                training => [.. _candidates.Models, .. _candidates.RulesOf(RequestFeature.AnnotatedClass, training)], comparator);
        }

        if (!_options.CallerTellsDifficulty && _candidates.RulesOf(RequestFeature.Difficulty, _all).Any())
        {
            yield return Bound("rules by annotated difficulty",
                training => [.. _candidates.Models, .. _candidates.RulesOf(RequestFeature.Difficulty, training)], comparator);
        }
    }

    private PolicyRow Bound(string name, Func<TrainingTasks, IReadOnlyList<Candidate>> candidatesFor, Candidate comparator)
    {
        var (fit, refit) = _searches.Run(candidatesFor);
        return Measured(name, PolicyRole.UpperBound, refit, fit.Scores, comparator);
    }

    /// <summary>
    /// A single model replaces the baseline, and a policy the single model, only when it was shown on held-out tasks that quality holds and
    /// money is saved.
    /// </summary>
    private PolicyRow Recommend(PolicyRow stay, List<PolicyRow> searches)
    {
        var (single, any) = (searches[0], searches[^1]);

        // What is outside the limits cannot stay, whatever was shown.
        if (_selection.Best([Fallback()], _all) is null)
        {
            return any;
        }

        var accepted = single.Policy != stay.Policy && single.IsShownToSave(single.Savings) ? single : stay;
        return any.Family != PolicyFamily.OneModel && any.IsShownToSave(any.SavingsOverSingle) ? any : accepted;
    }

    private List<OutageRow> Outages(PolicyRow recommended, Candidate comparator)
    {
        var policies = new List<(string Name, RoutingPolicy Policy)> { (_baseline.Name, _baseline.Policy) };
        if (comparator.Name != _baseline.Name)
        {
            policies.Add((comparator.Name, comparator.Policy));
        }

        if (!policies.Exists(policy => policy.Policy == recommended.Policy))
        {
            policies.Add(($"{recommended.Policy}", recommended.Policy));
        }

        var spare = _candidates.PlainModels.Where(model => !recommended.Policy.Models.Select(_table.ProviderOf)
            .Contains(_table.ProviderOf(model.Name)))
            .OrderByDescending(model => model.Scores.Quality.Average()).ThenBy(model => model.Name, StringComparer.Ordinal).FirstOrDefault()
            ?? _candidates.PlainModels.Where(model => !recommended.Policy.Models.Contains(model.Name))
            .OrderByDescending(model => model.Scores.Quality.Average()).FirstOrDefault();
        if (spare is not null)
        {
            var failover = new FailoverPolicy([recommended.Policy, spare.Policy]);
            policies.Add(($"{failover}", failover));
        }

        var providers = policies.SelectMany(policy => policy.Policy.Models).Select(_table.ProviderOf).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        return [.. policies.SelectMany(policy => providers.Cast<string?>().Prepend(null)
            .Select(provider => Outage(policy.Name, policy.Policy, provider)))];
    }

    private OutageRow Outage(string name, RoutingPolicy policy, string? provider)
    {
        var down = provider is null ? null : _table.Models.Select(model => model.Name).Where(model => _table.ProviderOf(model) == provider)
            .ToHashSet(StringComparer.Ordinal);
        var scores = PolicyScores.Compute(policy, _table.Tasks, _options.Assumptions with { ModelsDown = down })!;
        return new OutageRow(name, provider, scores.Quality.Average(), scores.HasCost ? scores.CostUsd.Average() : null,
            scores.Availability.Average());
    }
}
