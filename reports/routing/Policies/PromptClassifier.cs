namespace Eval.Routing.Policies;

/// <summary>
/// Reads a feature of a request from its prompt, for callers who do not declare it: naive Bayes over the words that are in the prompt
/// (binary multinomial model; Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 13). It is a table that
/// people can read, and costs no call.
/// </summary>
public sealed record PromptClassifier
{
    /// <summary>More would be no table that people can read.</summary>
    public const int MaxWords = 10_000;

    /// <summary>Gets the feature that it reads.</summary>
    public required string Feature { get; init; }

    /// <summary>Gets the feature's values, in ordinal order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Gets the natural logarithm of each value's frequency.</summary>
    public required IReadOnlyList<double> LogPriors { get; init; }

    /// <summary>Gets the natural logarithm of each word's probability under each value. Words are in lower case.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> Words { get; init; }

    /// <summary>
    /// Gets how often it was right about prompts that it was not trained on; <see langword="null"/> when nobody measured that.
    /// </summary>
    public ClassifierQuality? Quality { get; init; }

    /// <summary>
    /// Returns the value that a prompt most probably has; <see langword="null"/> when it holds no word that says anything.
    /// </summary>
    public string? Classify(string prompt)
    {
        var scores = LogPriors.ToArray();
        var isKnown = false;
        foreach (var word in PromptWords.Parse(prompt))
        {
            if (!Words.TryGetValue(word, out var logs))
            {
                continue;
            }

            // Every prompt has a length, also one of which nothing else is known.
            isKnown |= !word.StartsWith(PromptWords.LengthPrefix, StringComparison.Ordinal);
            for (var value = 0; value < scores.Length; value++)
            {
                scores[value] += logs[value];
            }
        }

        return isKnown ? Classes[Array.IndexOf(scores, scores.Max())] : null;
    }

    /// <summary>Returns what is wrong with it; <see langword="null"/> when it can be used.</summary>
    internal (string Field, string What)? Mistake()
    {
        if (!Policies.RequestFeature.IsKnownAtRequest(Feature) || Feature == Policies.RequestFeature.PromptTokens)
        {
            return ("feature", $"'{Feature}' is nothing that a prompt could tell; write {Policies.RequestFeature.Class}, or "
                + $"{Policies.RequestFeature.CallerPrefix}NAME");
        }

        if (Classes.Count < 2 || Classes.Distinct(StringComparer.Ordinal).Count() < Classes.Count || Classes.Any(string.IsNullOrEmpty))
        {
            return ("classes", "write at least two different values");
        }

        if (LogPriors.Count != Classes.Count || !LogPriors.All(double.IsFinite))
        {
            return ("log_priors", $"write {Classes.Count} numbers, one for each of the classes");
        }

        if (Words.Count > MaxWords)
        {
            return ("words", $"there are more than {MaxWords}");
        }

        if (Words.Keys.FirstOrDefault(word => word.Any(char.IsUpper)) is { } capital)
        {
            return ($"words.{capital}", "words are compared in lower case; write it so");
        }

        return Words.FirstOrDefault(word => word.Value is null || word.Value.Count != Classes.Count
            || !word.Value.All(double.IsFinite)) is { Key: { } wrong }
            ? ($"words.{wrong}", $"write {Classes.Count} numbers, one for each of the classes")
            : null;
    }
}
