namespace Eval.Results.Metrics;

/// <summary>All metrics, in the order of their columns. Whatever shows, bounds or compares metrics asks here which there are.</summary>
public sealed class MetricCatalog
{
    /// <summary>Creates a catalogue.</summary>
    /// <param name="metrics">The metrics, in the order of their columns.</param>
    /// <param name="signals">The numbers measured of single answers that have a column of their own.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public MetricCatalog(IEnumerable<Metric> metrics, IEnumerable<Signal> signals)
    {
        All = [.. metrics];
        Signals = [.. signals];
        if (All.GroupBy(metric => metric.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two metrics are called {twice.Key}.", nameof(metrics));
        }
    }

    /// <summary>Gets the program's own.</summary>
    public static MetricCatalog Default { get; } = new(
        [.. QualityMetrics.All, .. TimeMetrics.All, .. MoneyMetrics.All, .. SignalMetrics.All], SignalMetrics.Signals);

    /// <summary>Gets the metrics.</summary>
    public IReadOnlyList<Metric> All { get; }

    /// <summary>Gets the numbers measured of single answers that have a column of their own.</summary>
    public IReadOnlyList<Signal> Signals { get; }

    /// <summary>Gets the names of those that gates may bound.</summary>
    public IReadOnlyList<string> Gates => [.. In(MetricFiles.Gates).Select(metric => metric.Name)];

    /// <summary>Gets what is explained, each word once.</summary>
    public IReadOnlyList<(string Term, string Sentence)> Definitions =>
        [.. All.Where(metric => metric.Definition is not null)
            .Select(metric => (Term: metric.Term ?? metric.Title, Sentence: metric.Definition!)).DistinctBy(entry => entry.Term)];

    /// <summary>Gets those that models are compared in.</summary>
    public IReadOnlyList<Metric> Compared => [.. All.Where(metric => metric.Pairing is not null).OrderBy(metric => metric.Pairing!.Place)];

    /// <summary>Gets those that are watched from one nightly run to the next.</summary>
    public IReadOnlyList<Metric> Watched => [.. All.Where(metric => metric.Watch is not null)];

    /// <summary>Returns those of a file.</summary>
    public IEnumerable<Metric> In(MetricFiles file) => All.Where(metric => metric.Files.HasFlag(file));

    /// <summary>Returns the metric of a name; <see langword="null"/> when there is none.</summary>
    public Metric? Find(string? name) => All.FirstOrDefault(metric => metric.Name == name);

    /// <summary>Returns the metric of a name that a gate may bound; <see langword="null"/> when there is none.</summary>
    public Metric? FindGate(string? name) => Find(name) is { } metric && metric.Files.HasFlag(MetricFiles.Gates) ? metric : null;

    /// <summary>Returns the columns of a table for some rows.</summary>
    /// <param name="column">Which table: how a metric is shown there.</param>
    /// <param name="rows">The rows.</param>
    public IReadOnlyList<(Metric Metric, MetricColumn Column)> Columns(
        Func<Metric, MetricColumn?> column, IReadOnlyList<SummaryRow> rows) =>
        [.. All.Select(metric => (Metric: metric, Column: column(metric)!))
            .Where(shown => shown.Column is not null && shown.Column.IsShown(rows))
            .OrderBy(shown => shown.Column.Place)];
}
