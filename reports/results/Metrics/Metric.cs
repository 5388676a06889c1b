using System.Text.Json.Serialization;
using Eval.Results.Formatting;
using Eval.Results.Records;
using Eval.Results.Statistics;

namespace Eval.Results.Metrics;

/// <summary>A number that is known of a model: declared once, and read by every table, file, page, gate and comparison.</summary>
[JsonConverter(typeof(MetricNameConverter))]
public sealed record Metric
{
    /// <summary>Gets the name in files and gates; ends in its unit.</summary>
    public required string Name { get; init; }

    /// <summary>Gets its field in the line of <c>run --json</c>. Default: the name.</summary>
    public string? JsonName { get; init; }

    /// <summary>Gets what people call it.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the unit.</summary>
    public required MetricUnit Unit { get; init; }

    /// <summary>Gets a value indicating whether more is better.</summary>
    public bool IsHigherBetter { get; init; }

    /// <summary>Gets the sentence that the page explains it with; <see langword="null"/> where its name says it all.</summary>
    public string? Definition { get; init; }

    /// <summary>Gets the word that is explained, when several metrics share it. Default: the title.</summary>
    public string? Term { get; init; }

    /// <summary>Gets where it stands by its name. Default: everywhere.</summary>
    public MetricFiles Files { get; init; } = MetricFiles.All;

    /// <summary>Gets a value indicating whether it has an interval, so that a gate may ask whether it is certain.</summary>
    public bool HasInterval { get; init; } = true;

    /// <summary>Gets a value indicating whether the ends of the interval stand in the files too.</summary>
    public bool HasEndsInFiles { get; init; }

    /// <summary>Gets a value indicating whether it is about calls, of which one that failed is known as well.</summary>
    public bool CountsFailedCalls { get; init; }

    /// <summary>Gets how many values it takes to be decided by; a table may show fewer.</summary>
    public int? MinValues { get; init; }

    /// <summary>Gets how it comes from a row, where the row has it.</summary>
    public Func<SummaryRow, Estimate?>? FromRow { get; init; }

    /// <summary>Gets how it is computed from the answered attempts of a row, where the row does not have it.</summary>
    public Func<IReadOnlyList<Attempt>, Estimate?>? FromAnswers { get; init; }

    /// <summary>Gets its exact value, for files, where an estimate would lose digits.</summary>
    public Func<SummaryRow, decimal?>? Exact { get; init; }

    /// <summary>Gets how the page's table of models shows it; <see langword="null"/> where it does not.</summary>
    public MetricColumn? Leaderboard { get; init; }

    /// <summary>Gets how the terminal shows it; <see langword="null"/> where it does not.</summary>
    public MetricColumn? Terminal { get; init; }

    /// <summary>Gets how the Markdown summary shows it; <see langword="null"/> where it does not.</summary>
    public MetricColumn? Markdown { get; init; }

    /// <summary>Gets how two models are compared in it; <see langword="null"/> where they are not.</summary>
    public MetricPairing? Pairing { get; init; }

    /// <summary>Gets how it is watched from one nightly run to the next; <see langword="null"/> where it is not.</summary>
    public MetricWatch? Watch { get; init; }

    /// <summary>Returns the value in a row; <see langword="null"/> where it is not known.</summary>
    public Estimate? Of(SummaryRow row) => FromRow is not null ? FromRow(row) : row.Computed.GetValueOrDefault(Name);

    /// <summary>Returns the value in a row where there is enough to decide something by it.</summary>
    public Estimate? Decisive(SummaryRow row) => Of(row) is { } known && !(known.N < MinValues) ? known : null;

    /// <summary>Returns a value for people.</summary>
    public string Format(double value) => Unit switch
    {
        MetricUnit.Rate => Formatting.Format.Percent(value),
        MetricUnit.Milliseconds => Formatting.Format.Duration(value),
        MetricUnit.Usd => Formatting.Format.Usd(value),
        MetricUnit.Count => Formatting.Format.Count((long)value),
        _ => Formatting.Format.Significant(value),
    };

    /// <inheritdoc cref="Format(double)"/>
    public string Format(Estimate? value) => value is null ? Formatting.Format.Unknown : Format(value.Value);

    /// <summary>Returns the interval of a value for people.</summary>
    public string FormatRange(Estimate value) => Unit switch
    {
        MetricUnit.Rate => Formatting.Format.PercentRange(value),
        MetricUnit.Usd => Formatting.Format.UsdRange(value),
        _ => Formatting.Format.Range(value, Format),
    };

    /// <summary>Returns a value with its interval.</summary>
    public string FormatWithRange(Estimate? value) => value is null ? Formatting.Format.Unknown : $"{Format(value)} [{FormatRange(value)}]";

    /// <inheritdoc/>
    public bool Equals(Metric? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
