using System.Globalization;

namespace Siltstone.Values;

/// <summary>One value: a boolean, an integer, a decimal, a text, a date, or null.</summary>
/// <remarks>
/// Equality here is that of keys, as needed for grouping and for hash tables: null equals null, and an integer equals
/// the decimal of the same amount. The equality of the language, by which null equals nothing, is in
/// <see cref="SqlComparer"/>.
/// </remarks>
public readonly struct SqlValue : IEquatable<SqlValue>
{
    private readonly object? _content;

    private SqlValue(SqlType type, object? content)
    {
        Type = type;
        _content = content;
    }

    public static SqlValue Null => default;

    public static SqlValue True { get; } = new(SqlType.Boolean, true);

    public static SqlValue False { get; } = new(SqlType.Boolean, false);

    public SqlType Type { get; }

    public bool IsNull => _content is null;

    public static SqlValue Boolean(bool value) => value ? True : False;

    public static SqlValue Integer(long value) => new(SqlType.Integer, value);

    public static SqlValue Decimal(decimal value) => new(SqlType.Decimal, value);

    public static SqlValue Text(string value) => new(SqlType.Text, value ?? throw new ArgumentNullException(nameof(value)));

    public static SqlValue Date(DateOnly value) => new(SqlType.Date, value);

    public bool AsBoolean() => Content<bool>(SqlType.Boolean);

    public long AsInteger() => Content<long>(SqlType.Integer);

    public string AsText() => Content<string>(SqlType.Text);

    public DateOnly AsDate() => Content<DateOnly>(SqlType.Date);

    /// <summary>The amount of an integer or a decimal.</summary>
    public decimal AsDecimal() => Type == SqlType.Integer ? AsInteger() : Content<decimal>(SqlType.Decimal);

    public bool Equals(SqlValue other)
    {
        if (IsNull || other.IsNull)
        {
            return IsNull && other.IsNull;
        }

        if (Type == other.Type)
        {
            return _content!.Equals(other._content);
        }

        return SqlTypes.IsNumeric(Type) && SqlTypes.IsNumeric(other.Type) && AsDecimal() == other.AsDecimal();
    }

    public override bool Equals(object? obj) => obj is SqlValue other && Equals(other);

    public override int GetHashCode() => Type switch
    {
        _ when IsNull => 0,
        SqlType.Integer or SqlType.Decimal => AsDecimal().GetHashCode(),
        SqlType.Text => string.GetHashCode(AsText(), StringComparison.Ordinal),
        _ => _content!.GetHashCode(),
    };

    public static bool operator ==(SqlValue left, SqlValue right) => left.Equals(right);

    public static bool operator !=(SqlValue left, SqlValue right) => !left.Equals(right);

    /// <summary>The value as it is shown to a user; the same in every culture.</summary>
    public override string ToString() => _content switch
    {
        null => "NULL",
        bool b => b ? "true" : "false",
        long i => i.ToString(CultureInfo.InvariantCulture),
        decimal d => d.ToString("0.############################", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => (string)_content,
    };

    /// <summary>The value as a literal of the language.</summary>
    public string ToLiteral() => Type switch
    {
        _ when IsNull => "NULL",
        SqlType.Text => "'" + AsText().Replace("'", "''", StringComparison.Ordinal) + "'",
        SqlType.Date => $"DATE '{this}'",
        SqlType.Boolean => AsBoolean() ? "TRUE" : "FALSE",
        _ => ToString(),
    };

    private T Content<T>(SqlType expected) =>
        _content is T content
            ? content
            : throw new InvalidOperationException($"A value of type {Type} was read as {expected}.");
}
