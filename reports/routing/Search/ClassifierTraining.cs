using Eval.Routing.Policies;

namespace Eval.Routing.Search;

/// <summary>Trains a classifier on prompts whose value is known.</summary>
internal static class ClassifierTraining
{
    /// <summary>Words in fewer prompts say little, and might be somebody's secret.</summary>
    private const int MinPrompts = 3;

    /// <summary>More words made no difference on data at hand, and nobody would read them.</summary>
    private const int MaxWords = 300;

    /// <summary>
    /// Words in a larger share of a value's prompts are most likely the wording in which this benchmark asks: callers ask in other words.
    /// </summary>
    private const double WordingShare = 0.9;

    private const int Decimals = 4;

    /// <summary>Returns the classifier; <see langword="null"/> when there are not two values to tell apart.</summary>
    public static PromptClassifier? Train(string feature, IReadOnlyList<(string Value, IReadOnlySet<string> Words)> prompts)
    {
        var classes = prompts.Select(prompt => prompt.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (classes.Length < 2)
        {
            return null;
        }

        var sizes = classes.Select(value => prompts.Count(prompt => prompt.Value == value)).ToArray();
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (value, words) in prompts)
        {
            var number = Array.IndexOf(classes, value);
            foreach (var word in words)
            {
                if (!counts.TryGetValue(word, out var count))
                {
                    counts[word] = count = new int[classes.Length];
                }

                count[number]++;
            }
        }

        var chosen = counts.Where(word => word.Value.Sum() >= MinPrompts && !IsWording(word.Value, sizes))
            .Select(word => (Word: word.Key, word.Value, Information: MutualInformation(word.Value, sizes)))
            .OrderByDescending(word => word.Information).ThenBy(word => word.Word, StringComparer.Ordinal).Take(MaxWords).ToList();
        var totals = classes.Select((_, value) => chosen.Sum(word => word.Value[value])).ToArray();
        return new PromptClassifier
        {
            Feature = feature,
            Classes = classes,
            LogPriors = [.. sizes.Select(size => Rounded(Math.Log((double)size / prompts.Count)))],
            Words = chosen.ToDictionary(
                word => word.Word,
                word => (IReadOnlyList<double>)[.. word.Value.Select((count,
                    value) => Rounded(Math.Log((count + 1.0) / (totals[value] + chosen.Count))))],
                StringComparer.Ordinal),
        };
    }

    private static bool IsWording(int[] counts, int[] sizes)
    {
        for (var value = 0; value < sizes.Length; value++)
        {
            if (sizes[value] >= MinPrompts && counts[value] > WordingShare * sizes[value])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How much knowing whether the word is there tells of the value (Manning et al., 13.5.1), in nats.</summary>
    private static double MutualInformation(int[] counts, int[] sizes)
    {
        double all = sizes.Sum(), with = counts.Sum();
        var sum = 0.0;
        for (var value = 0; value < sizes.Length; value++)
        {
            sum += Term(counts[value], with, sizes[value]) + Term(sizes[value] - counts[value], all - with, sizes[value]);
        }

        return sum;

        double Term(double both, double ofWord, double ofValue) => both == 0 ? 0 : both / all * Math.Log(all * both / (ofWord * ofValue));
    }

    private static double Rounded(double value) => Math.Round(value, Decimals);
}
