using Eval.Routing.Evaluation;
using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>Finds a model for each value of a feature.</summary>
internal sealed class ClassRules
{
    /// <summary>Below this number of tasks a value has no rule of its own.</summary>
    public const int MinTasks = 30;

    /// <summary>A value's rates are drawn towards the model's overall rate as if that many more tasks had been seen.</summary>
    private const double Shrinkage = 20;

    private readonly string _feature;
    private readonly string[] _values;
    private readonly int[] _valueOf;

    private ClassRules(string feature, string[] values, int[] valueOf) => (_feature, _values, _valueOf) = (feature, values, valueOf);

    /// <summary>
    /// Returns the rules that can be fitted to a feature; <see langword="null"/> with fewer than two values that are frequent enough.
    /// </summary>
    public static ClassRules? For(string feature, IReadOnlyList<RoutedTask> tasks)
    {
        var values = tasks.Select(task => task.Feature(feature)).OfType<string>().CountBy(value => value, StringComparer.Ordinal)
            .Where(value => value.Value >= MinTasks).Select(value => value.Key).Order(StringComparer.Ordinal).ToArray();
        return values.Length < 2 ? null : new ClassRules(feature, values,
            [.. tasks.Select(task => Array.IndexOf(values, task.Feature(feature)))]);
    }

    /// <summary>Returns the rules for each exchange rate of quality and money that a grid tries, each once.</summary>
    /// <param name="models">The single models.</param>
    /// <param name="training">The tasks they are fitted to.</param>
    /// <param name="costUnit">The cost of a task by which the grid is scaled: money has no natural unit, cheap tasks would all look
    /// free.</param>
    public IEnumerable<(string Name, ClassPolicy Policy)> Fit(IReadOnlyList<Candidate> models, TrainingTasks training, double costUnit)
    {
        var (quality, cost) = (new double[_values.Length + 1, models.Count], new double[_values.Length + 1, models.Count]);
        for (var model = 0; model < models.Count; model++)
        {
            Means(models[model].Scores, training, model, quality, cost);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rate in Rates())
        {
            var chosen = Enumerable.Range(0, _values.Length + 1).Select(value => Choose(value, rate / costUnit)).ToArray();
            if (chosen.Distinct().Count() < 2)
            {
                continue;
            }

            var name = $"by {_feature}: " + string.Join(", ", chosen.Select((model, value) =>
                $"{(value < _values.Length ? _values[value] : "else")} {models[model].Name}"));
            if (seen.Add(name))
            {
                yield return (name, new ClassPolicy(_feature,
                    _values.Select((value, index) => (value, index))
                    .ToDictionary(pair => pair.value, pair => models[chosen[pair.index]].Policy, StringComparer.Ordinal),
                        models[chosen[^1]].Policy));
            }
        }

        int Choose(int value, double rate) => Enumerable.Range(0, models.Count)
            .OrderByDescending(model => quality[value, model] - (rate * cost[value, model])).ThenBy(model => cost[value, model])
            .ThenBy(model => models[model].Name, StringComparer.Ordinal).First();
    }

    /// <summary>Quality per multiple of the unit: 0 and 0.01 to 100, four steps a decade.</summary>
    private static IEnumerable<double> Rates() => Enumerable.Range(0, 17).Select(step => Math.Pow(10, -2 + (0.25 * step))).Prepend(0);

    /// <summary>Fills the means of each value, and in the last row those of all tasks.</summary>
    private void Means(PolicyScores scores, TrainingTasks training, int model, double[,] quality, double[,] cost)
    {
        var (all, n) = (_values.Length, new double[_values.Length + 1]);
        for (var task = 0; task < _valueOf.Length; task++)
        {
            var count = training.Counts[task];
            foreach (var value in (ReadOnlySpan<int>)[_valueOf[task], all])
            {
                if (value < 0)
                {
                    continue;
                }

                n[value] += count;
                quality[value, model] += count * scores.Quality[task];
                cost[value, model] += count * scores.CostUsd[task];
            }
        }

        var overall = quality[all, model] / n[all];
        for (var value = 0; value <= all; value++)
        {
            quality[value, model] = (quality[value, model] + (Shrinkage * overall)) / (n[value] + Shrinkage);
            cost[value, model] = n[value] == 0 ? 0 : cost[value, model] / n[value];
        }
    }
}
