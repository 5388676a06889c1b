using System.Globalization;
using Eval.Results.Statistics;
using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>
/// Enumerates what may be chosen: few enough to try each. What is fitted to data (class rules, thresholds, limits of effort) is fitted to
/// the training tasks alone.
/// </summary>
internal sealed class CandidateSet
{
    /// <summary>With more models than that, only those are combined that no other beats on the training tasks.</summary>
    private const int MaxModels = 8;

    /// <summary>With more models than that, cascades of three are too many.</summary>
    private const int MaxModelsForThreeStages = 6;

    private const int Deciles = 10;

    private static readonly double[] HedgeDelays = [0.5, 0.75, 0.9, 0.95];

    private readonly RoutingTable _table;
    private readonly RoutingOptions _options;
    private readonly Dictionary<string, Candidate> _lasting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _standIns = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ClassRules> _rules;
    private readonly double _costUnit;
    private Dictionary<string, Candidate> _fitted = new(StringComparer.Ordinal);
    private Dictionary<string, Candidate> _fittedBefore = new(StringComparer.Ordinal);

    public CandidateSet(RoutingTable table, RoutingOptions options)
    {
        _table = table;
        _options = options;
        var plain = table.Models.Select(model => Scored(model.Name, PolicyFamily.OneModel, new SinglePolicy(model.Name)))
            .Where(candidate => candidate.Scores.HasCost).ToList();
        PlainModels = plain;
        foreach (var model in plain)
        {
            if (StandIn(model, plain) is { } other)
            {
                _standIns[model.Name] = other;
            }
        }

        Models = options.MinProviders < 2 ? plain
            : [.. plain.Where(model => _standIns.ContainsKey(model.Name))
                .Select(model => Scored($"{model.Name} or {_standIns[model.Name]}", PolicyFamily.OneModel, Leaf(model.Name)))];
        Verifiers = [.. FindVerifiers()];
        _rules = [.. Features().Select(feature => ClassRules.For(feature, table.Tasks)).OfType<ClassRules>()];
        _costUnit = plain.Count == 0 ? 1 : Math.Max(1e-12, plain.Max(model => model.Scores.CostUsd.Average()));
    }

    /// <summary>Gets the models alone, those of known cost.</summary>
    public IReadOnlyList<Candidate> PlainModels { get; }

    /// <summary>Gets the models as they are asked: with another provider's model behind each where that is wanted.</summary>
    public IReadOnlyList<Candidate> Models { get; }

    /// <summary>Gets the verifiers that have something to look at in these results.</summary>
    public IReadOnlyList<Verifier> Verifiers { get; }

    /// <summary>Returns the candidates of the families, fitted to the training tasks and scored.</summary>
    public IReadOnlyList<Candidate> For(PolicyFamily families, TrainingTasks training)
    {
        // What was fitted to other tasks is seldom met again, but for limits that come out equal from one fold to the next.
        (_fittedBefore, _fitted) = (_fitted, new Dictionary<string, Candidate>(StringComparer.Ordinal));
        var candidates = Enumerate(families, training);
        Parallel.ForEach(candidates, candidate => _ = candidate.Scores);
        return candidates;
    }

    /// <summary>Returns the rules on a feature that only an evaluator knows, as an upper bound.</summary>
    public IEnumerable<Candidate> RulesOf(string feature, TrainingTasks training) =>
        ClassRules.For(feature, _table.Tasks) is not { } rules ? []
        : rules.Fit(Arms(training), training, _costUnit).Select(rule => Fitted(rule.Name, PolicyFamily.Rules, rule.Policy));

    /// <summary>
    /// Returns the cascades of two stages with a verifier that is not chosen from the results, for instance the hidden tests.
    /// </summary>
    public IEnumerable<Candidate> CascadesWith(Verifier verifier, TrainingTasks training) =>
        Pairs(Arms(training)).Select(pair => Cascade([pair.First, pair.Second], verifier));

    private List<Candidate> Enumerate(PolicyFamily families, TrainingTasks training)
    {
        var arms = Arms(training);
        var candidates = new List<Candidate>(Models);
        if (families.HasFlag(PolicyFamily.OneModel) && _options.MinProviders < 2)
        {
            candidates.AddRange(_standIns.Select(pair => Scored($"{pair.Key} or {pair.Value}", PolicyFamily.OneModel,
                Leaf(pair.Key, withStandIn: true))));
        }

        if (families.HasFlag(PolicyFamily.Rules))
        {
            candidates.AddRange(_rules.SelectMany(rules => rules.Fit(arms, training, _costUnit))
                .Select(rule => Fitted(rule.Name, PolicyFamily.Rules, rule.Policy)));
            candidates.AddRange(Thresholds(arms, training));
        }

        if (families.HasFlag(PolicyFamily.Cascade))
        {
            candidates.AddRange(Cascades(arms, training));
        }

        if (families.HasFlag(PolicyFamily.Hedge) && (_options.MaxTtftP90Ms ?? _options.MaxLatencyP90Ms) is not null)
        {
            candidates.AddRange(Hedges(arms, training));
        }

        return candidates;
    }

    private Candidate Scored(string name, PolicyFamily family, RoutingPolicy policy)
    {
        if (!_lasting.TryGetValue(name, out var known))
        {
            _lasting[name] = known = Unscored(name, family, policy);
        }

        return known;
    }

    /// <summary>Returns a policy with something in it that was fitted to the training tasks: it is forgotten with them.</summary>
    private Candidate Fitted(string name, PolicyFamily family, RoutingPolicy policy)
    {
        if (!_fitted.TryGetValue(name, out var known))
        {
            _fitted[name] = known = _fittedBefore.GetValueOrDefault(name) ?? Unscored(name, family, policy);
        }

        return known;
    }

    private Candidate Unscored(string name, PolicyFamily family, RoutingPolicy policy) => new(
        name, family, policy, () => PolicyScores.Compute(policy, _table.Tasks, _options.Assumptions)
            ?? throw new InvalidOperationException($"An outcome of {name} is missing."));

    private RoutingPolicy Leaf(string model, bool withStandIn = false) => withStandIn || _options.MinProviders > 1
        ? new FailoverPolicy([new SinglePolicy(model), new SinglePolicy(_standIns[model])])
        : new SinglePolicy(model);

    /// <summary>Returns the cheapest model of another provider whose quality is within the margin, or else the best one.</summary>
    private string? StandIn(Candidate model, List<Candidate> models)
    {
        var others = models.Where(other => _table.ProviderOf(other.Name) != _table.ProviderOf(model.Name)).ToList();
        var asGood = others.Where(other => other.Scores.Quality.Average() >= model.Scores.Quality.Average() - _options.Margin).ToList();
        return (asGood.Count > 0 ? asGood.OrderBy(other => other.Scores.CostUsd.Average())
            : others.OrderByDescending(other => other.Scores.Quality.Average()))
            .ThenBy(other => other.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;
    }

    private List<Candidate> Arms(TrainingTasks training)
    {
        if (Models.Count <= MaxModels)
        {
            return [.. Models];
        }

        var points = Models.Select(model => (Model: model,
            Point: new CostQualityPoint(training.Mean(model.Scores.CostUsd), training.Mean(model.Scores.Quality)))).ToList();
        var undominated = CostQualityFrontier.Undominated(points.Select(point => point.Point)).ToHashSet();
        return [.. points.Where(point => undominated.Contains(point.Point)).OrderByDescending(point => point.Point.Quality).Take(MaxModels)
            .Select(point => point.Model)];
    }

    /// <summary>Returns what rules may look at. Who does not declare the class declares nothing.</summary>
    private IEnumerable<string> Features() => _options.Classify == RequestFeature.Class ? [RequestFeature.Class]
        : _options.CallerTellsDifficulty || _options.Classify == RequestFeature.DeclaredDifficulty
        ? [RequestFeature.Class, RequestFeature.Language, RequestFeature.Repository, RequestFeature.DeclaredDifficulty]
        : [RequestFeature.Class, RequestFeature.Language, RequestFeature.Repository];

    private IEnumerable<Verifier> FindVerifiers()
    {
        var cells = _table.Tasks.SelectMany(task => PlainModels.SelectMany(model => task.Cells[model.Name])).Where(cell => cell.IsAnswered)
            .ToList();
        bool Most(Predicate<OutcomeCell> can) => cells.Count > 0 && cells.Count(cell => can(cell)) * 2 >= cells.Count;
        if (Most(cell => cell.PublicTestsPassed is not null))
        {
            yield return new Verifier(VerifierKind.PublicTests);
        }

        if (Most(cell => cell.ExistingTestsPassed is not null))
        {
            yield return new Verifier(VerifierKind.ExistingTests);
        }

        if (cells.Exists(cell => !cell.Builds))
        {
            yield return new Verifier(VerifierKind.Build);
        }

        var consistency = new Verifier(VerifierKind.SelfConsistency);
        if (Most(cell => cell.Fingerprint is not null)
            && _table.Tasks.All(task => PlainModels.All(model => task.Cells[model.Name].Count >= consistency.Samples)))
        {
            yield return consistency;
        }

        if (_options.Assumptions.AssumedErrors is not null)
        {
            yield return new Verifier(VerifierKind.Webhook) { Url = _options.VerifierUrl };
        }
    }

    private static IEnumerable<(Candidate First, Candidate Second)> Pairs(IReadOnlyList<Candidate> arms) =>
        arms.SelectMany(first => arms.Where(second => second.Name != first.Name).Select(second => (first, second)));

    private IEnumerable<Candidate> Cascades(List<Candidate> arms, TrainingTasks training)
    {
        var limits = arms.ToDictionary(arm => arm.Name, arm => Limits(arm, training), StringComparer.Ordinal);
        foreach (var (first, second) in Pairs(arms))
        {
            foreach (var verifier in Verifiers.Where(verifier => verifier.Kind != VerifierKind.SelfConsistency
                || first.Policy is SinglePolicy).Concat(limits[first.Name]))
            {
                yield return Cascade([first, second], verifier);
            }
        }

        if (arms.Count is < 3 or > MaxModelsForThreeStages)
        {
            yield break;
        }

        var byCost = arms.OrderBy(arm => training.Mean(arm.Scores.CostUsd)).ThenBy(arm => arm.Name, StringComparer.Ordinal).ToList();
        for (var i = 0; i < byCost.Count; i++)
        {
            for (var j = i + 1; j < byCost.Count; j++)
            {
                for (var k = j + 1; k < byCost.Count; k++)
                {
                    foreach (var verifier in Verifiers.Where(verifier => verifier.Kind != VerifierKind.SelfConsistency))
                    {
                        yield return Cascade([byCost[i], byCost[j], byCost[k]], verifier);
                    }
                }
            }
        }
    }

    private Candidate Cascade(IReadOnlyList<Candidate> stages, Verifier verifier)
    {
        var limit = verifier.Kind == VerifierKind.Effort
            ? string.Create(CultureInfo.InvariantCulture, $"{verifier.ColumnName} ≤ {verifier.Max:R}") : verifier.ToString();
        var policy = new CascadePolicy([.. stages.SkipLast(1).Select(stage => new CascadeStage(stage.Policy, [verifier])),
            new CascadeStage(stages[^1].Policy, [])]);
        var name = $"{string.Join(" → ", stages.Select(stage => stage.Name))} if not {limit}";
        return verifier.Kind == VerifierKind.Effort
            ? Fitted(name, PolicyFamily.Cascade, policy) : Scored(name, PolicyFamily.Cascade, policy);
    }

    /// <summary>
    /// Returns the deciles of a model's output tokens on the training tasks as limits of effort; of its cost where nobody told tokens.
    /// </summary>
    private List<Verifier> Limits(Candidate model, TrainingTasks training)
    {
        var first = model.Policy.Models.First();
        var cells = _table.Tasks.Where((_, task) => training.Counts[task] > 0).SelectMany(task => task.Cells[first])
            .Where(cell => cell.IsAnswered).ToList();
        var column = cells.TrueForAll(cell => cell.OutputTokens is not null) ? EffortColumn.OutputTokens : EffortColumn.CostUsd;
        return [.. DecilesOf(cells.Select(cell => column == EffortColumn.OutputTokens ? cell.OutputTokens : cell.CostUsd))
            .Select(limit => new Verifier(VerifierKind.Effort) { Column = column, Max = limit })];
    }

    private IEnumerable<Candidate> Thresholds(List<Candidate> arms, TrainingTasks training)
    {
        var limits = DecilesOf(_table.Tasks.Where((_, task) => training.Counts[task] > 0).Select(task => task.PromptTokens));
        foreach (var (strong, weak) in Pairs(arms)
            .Where(pair => training.Mean(pair.First.Scores.CostUsd) > training.Mean(pair.Second.Scores.CostUsd)))
        {
            foreach (var limit in limits)
            {
                var name = string.Create(CultureInfo.InvariantCulture,
                    $"{RequestFeature.PromptTokens} ≥ {limit:R} → {strong.Name}, else {weak.Name}");
                yield return Fitted(name, PolicyFamily.Rules,
                    new ThresholdPolicy(RequestFeature.PromptTokens, limit, strong.Policy, weak.Policy));
            }
        }
    }

    private IEnumerable<Candidate> Hedges(List<Candidate> arms, TrainingTasks training)
    {
        foreach (var (primary, backup) in Pairs(arms))
        {
            var latencies = primary.Scores.Latencies.Where((_, task) => training.Counts[task] > 0).SelectMany(times => times)
                .Select(time => time.Ms).Order().ToArray();
            foreach (var q in HedgeDelays)
            {
                if (Percentile.Compute(latencies, q) is not { } delay)
                {
                    continue;
                }

                var name = string.Create(CultureInfo.InvariantCulture, $"{primary.Name}, after {delay:R} ms also {backup.Name}");
                yield return Fitted(name, PolicyFamily.Hedge,
                    new HedgePolicy(primary.Policy, backup.Policy, TimeSpan.FromMilliseconds(delay)));
            }
        }
    }

    private static List<double> DecilesOf(IEnumerable<double?> values)
    {
        var sorted = values.OfType<double>().Order().ToArray();
        return sorted.Length == 0 || sorted[0].Equals(sorted[^1]) ? []
            : [.. Enumerable.Range(1, Deciles - 1)
                .Select(decile => Percentile.Compute(sorted, (double)decile / Deciles)!.Value).Distinct()];
    }
}
