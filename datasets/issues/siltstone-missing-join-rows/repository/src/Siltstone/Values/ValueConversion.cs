using System.Globalization;

namespace Siltstone.Values;

/// <summary>Converts values from one type to another, for <c>CAST</c>, for storing and for imports.</summary>
internal static class ValueConversion
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Converts a value; null stays null.</summary>
    /// <exception cref="SqlException">The value has no counterpart in the other type.</exception>
    public static SqlValue Convert(SqlValue value, SqlType target)
    {
        if (value.IsNull || value.Type == target || target == SqlType.Unknown)
        {
            return value;
        }

        return target switch
        {
            SqlType.Text => SqlValue.Text(value.ToString()),
            SqlType.Integer => ToInteger(value),
            SqlType.Decimal => ToDecimal(value),
            SqlType.Boolean => ToBoolean(value),
            SqlType.Date => ToDate(value),
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        };
    }

    private static SqlValue ToInteger(SqlValue value)
    {
        switch (value.Type)
        {
            case SqlType.Decimal:
                decimal rounded = Math.Round(value.AsDecimal(), MidpointRounding.AwayFromZero);
                return rounded is >= long.MinValue and <= long.MaxValue
                    ? SqlValue.Integer((long)rounded)
                    : throw Failure(value, SqlType.Integer);
            case SqlType.Boolean:
                return SqlValue.Integer(value.AsBoolean() ? 1 : 0);
            case SqlType.Text when long.TryParse(
                value.AsText(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number):
                return SqlValue.Integer(number);
            default:
                throw Failure(value, SqlType.Integer);
        }
    }

    private static SqlValue ToDecimal(SqlValue value)
    {
        const NumberStyles Styles = NumberStyles.Number & ~NumberStyles.AllowThousands;
        if (value.Type == SqlType.Integer)
        {
            return SqlValue.Decimal(value.AsInteger());
        }

        return value.Type == SqlType.Text
            && decimal.TryParse(value.AsText(), Styles, CultureInfo.InvariantCulture, out decimal number)
                ? SqlValue.Decimal(number)
                : throw Failure(value, SqlType.Decimal);
    }

    private static SqlValue ToBoolean(SqlValue value) => value.Type switch
    {
        SqlType.Integer => SqlValue.Boolean(value.AsInteger() != 0),
        SqlType.Text => value.AsText().Trim().ToUpperInvariant() switch
        {
            "TRUE" or "T" or "YES" => SqlValue.True,
            "FALSE" or "F" or "NO" => SqlValue.False,
            _ => throw Failure(value, SqlType.Boolean),
        },
        _ => throw Failure(value, SqlType.Boolean),
    };

    private static SqlValue ToDate(SqlValue value) =>
        value.Type == SqlType.Text
        && DateOnly.TryParseExact(
            value.AsText(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? SqlValue.Date(date)
            : throw Failure(value, SqlType.Date);

    private static SqlException Failure(SqlValue value, SqlType target) =>
        new(SqlErrorKind.TypeMismatch, $"{value.ToLiteral()} cannot be converted to {SqlTypes.NameOf(target)}.");
}
