using System.Globalization;

namespace Eval.Results.Records;

/// <summary>How much of a data set can score no model.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="SetAside">How many of its tasks were set aside.</param>
/// <param name="Tasks">How many were to be asked, those that were set aside included.</param>
public sealed record DatasetFitness(string Dataset, int SetAside, int Tasks)
{
    /// <summary>The share of unfit tasks above which a whole data set is not to be trusted here.</summary>
    public const double MaxUnfitShare = 0.05;

    /// <summary>Gets a value indicating whether so much was set aside that it must be said before anything else.</summary>
    public bool IsUnfit => SetAside > MaxUnfitShare * Tasks;

    /// <summary>Gets the sentence that says so.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsUnfit ? "UNFIT DATA SET " : "")}{Dataset}: {SetAside} of {Tasks} tasks ({100.0 * SetAside / Tasks:0.0} %) "
            + $"{(SetAside == 1 ? "is" : "are")} set aside and {(SetAside == 1 ? "counts" : "count")} for no model.");

    /// <summary>Returns the data sets of a run of which anything was set aside, in the order of the run.</summary>
    public static IReadOnlyList<DatasetFitness> From(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var setAside = run.SetAside.CountBy(task => task.Dataset, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. run.Datasets.Where(dataset => setAside.ContainsKey(dataset.Name))
            .Select(dataset => new DatasetFitness(dataset.Name, setAside[dataset.Name], dataset.Tasks + setAside[dataset.Name]))];
    }
}
