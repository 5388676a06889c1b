using Siltstone.Storage;
using Siltstone.Values;

namespace Siltstone.Statistics;

/// <summary>Estimates which part of a table's rows lies in ranges of a column's keys.</summary>
internal static class SelectivityEstimator
{
    /// <summary>Taken for a range of which nothing better is known, for instance over texts.</summary>
    private const double DefaultRangeFraction = 1.0 / 3;

    public static double Fraction(TableStatistics table, int column, KeyRangeSet keys)
    {
        if (keys.IsEverything || table.RowCount == 0)
        {
            return 1;
        }

        double sum = 0;
        foreach (KeyRange range in keys.Ranges)
        {
            sum += Fraction(table, table.Columns[column], range);
        }

        return Math.Min(1, sum);
    }

    private static double Fraction(TableStatistics table, ColumnStatistics column, KeyRange range)
    {
        double nullFraction = (double)column.NullCount / table.RowCount;
        if (range.IsPoint)
        {
            return range.Lower.Key.IsNull ? nullFraction : (1 - nullFraction) / Math.Max(1, column.DistinctCount);
        }

        double inside = range.Lower.Key.IsNull && range.Upper is null ? 1 : Interpolate(column, range);
        bool withNull = range.Lower is { Key.IsNull: true, IsInclusive: true };
        return (inside * (1 - nullFraction)) + (withNull ? nullFraction : 0);
    }

    /// <summary>Supposes that the values are spread evenly between the least and the greatest.</summary>
    private static double Interpolate(ColumnStatistics column, KeyRange range)
    {
        if (Position(column.Minimum) is not { } minimum || Position(column.Maximum) is not { } maximum)
        {
            return DefaultRangeFraction;
        }

        double from = range.Lower.Key.IsNull ? minimum : Position(range.Lower.Key) ?? minimum;
        double to = range.Upper is { } upper ? Position(upper.Key) ?? maximum : maximum;
        from = Math.Max(from, minimum);
        to = Math.Min(to, maximum);
        if (to < from)
        {
            return 0;
        }

        double smallest = 1.0 / Math.Max(1, column.DistinctCount);
        return maximum > minimum ? Math.Clamp((to - from) / (maximum - minimum), smallest, 1) : 1;
    }

    private static double? Position(SqlValue value) => value.Type switch
    {
        _ when value.IsNull => null,
        SqlType.Integer or SqlType.Decimal => (double)value.AsDecimal(),
        SqlType.Date => value.AsDate().DayNumber,
        _ => null,
    };
}
