using Eval.Reports.Drift;

namespace Eval.Reports.Charts;

/// <summary>
/// Where the runs of a trend stand: at their time or, where a clock went back between two of them, side by side in the order in which
/// they were begun.
/// </summary>
internal sealed class NightAxis
{
    private readonly Dictionary<string, double> _places;

    private NightAxis(IReadOnlyList<TrendPoint> nights, bool isByTime)
    {
        Nights = nights;
        IsByTime = isByTime;
        _places = nights.Select((night, index) => (night, index)).ToDictionary(
            place => place.night.RunId, place => isByTime ? place.night.At.UtcDateTime.ToOADate() : place.index, StringComparer.Ordinal);
    }

    /// <summary>Gets the runs in their order, each once.</summary>
    public IReadOnlyList<TrendPoint> Nights { get; }

    /// <summary>Gets a value indicating whether distances are time.</summary>
    public bool IsByTime { get; }

    /// <summary>Returns the axis of lines of runs, each line in the order in which its runs were begun.</summary>
    public static NightAxis From(IEnumerable<IReadOnlyList<TrendPoint>> lines)
    {
        var all = lines.ToList();
        var isByTime = all.TrueForAll(line => line.Zip(line.Skip(1)).All(pair => pair.First.At <= pair.Second.At));
        return new NightAxis(isByTime ? [.. all.SelectMany(line => line).DistinctBy(night => night.RunId).OrderBy(night => night.At)]
            : Joined(all), isByTime);
    }

    /// <summary>Returns where a run stands; <see langword="null"/> for one that no line has.</summary>
    public double? Place(string runId) => _places.TryGetValue(runId, out var place) ? place : null;

    /// <summary>
    /// Joins the lines to one that has the order of each: a run that is not there yet goes in front of the next of its line.
    /// </summary>
    private static List<TrendPoint> Joined(List<IReadOnlyList<TrendPoint>> lines)
    {
        var joined = new List<TrendPoint>();
        foreach (var line in lines)
        {
            var next = joined.Count;
            foreach (var night in line.Reverse())
            {
                if (joined.FindIndex(other => other.RunId == night.RunId) is var at and >= 0)
                {
                    next = at;
                }
                else
                {
                    joined.Insert(next, night);
                }
            }
        }

        return joined;
    }
}
