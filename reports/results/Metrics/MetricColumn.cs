namespace Eval.Results.Metrics;

/// <summary>How a metric is shown in a table for people.</summary>
/// <param name="Title">What stands above it; <c>{k}</c> is the number of samples.</param>
public sealed record MetricColumn(string Title)
{
    /// <summary>Gets where it stands among the others; those without a place come last, in the order of the catalogue.</summary>
    public int Place { get; init; } = int.MaxValue;

    /// <summary>Gets what the title's tooltip says.</summary>
    public string? Hint { get; init; }

    /// <summary>Gets a value indicating whether its interval stands in the same cell, where a table shows intervals of few.</summary>
    public bool HasRange { get; init; }

    /// <summary>Gets what stands behind the interval.</summary>
    public Func<SummaryRow, string>? Note { get; init; }

    /// <summary>Gets the name of a second metric in the same cell, and what its and the first's interval are called.</summary>
    public (string Metric, string First, string Second)? Beside { get; init; }

    /// <summary>Gets the text of a cell where it is no number.</summary>
    public Func<SummaryRow, string>? Text { get; init; }

    /// <summary>Gets why a row has no value; <see langword="null"/> where only the run can tell.</summary>
    public Func<SummaryRow, string?> Missing { get; init; } = _ => null;

    /// <summary>Returns the text of a cell in a table that is text alone.</summary>
    public string Cell(Metric metric, SummaryRow row) =>
        Text is not null ? Text(row) : HasRange ? metric.FormatWithRange(metric.Of(row)) : metric.Format(metric.Of(row));

    /// <summary>Gets whether the column is there for some rows. Default: always.</summary>
    public Func<IReadOnlyList<SummaryRow>, bool> IsShown { get; init; } = _ => true;
}
