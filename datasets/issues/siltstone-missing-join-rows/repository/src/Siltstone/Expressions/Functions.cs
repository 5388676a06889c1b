using System.Diagnostics.CodeAnalysis;
using Siltstone.Values;

namespace Siltstone.Expressions;

/// <summary>A call of a function that is no aggregate.</summary>
internal sealed class FunctionExpression(ScalarFunction function, IReadOnlyList<Expression> arguments) : Expression
{
    public override SqlType Type { get; } = function.ResultType([.. arguments.Select(a => a.Type)]);

    public override IReadOnlyList<Expression> Children => arguments;

    public override SqlValue Evaluate(SqlValue[] row)
    {
        var values = new SqlValue[arguments.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(row);
            if (values[i].IsNull && function.IsStrict)
            {
                return SqlValue.Null;
            }
        }

        return function.Invoke(values);
    }

    public override Expression WithChildren(IReadOnlyList<Expression> children) =>
        new FunctionExpression(function, children);

    public override string ToString() => $"{function.Name}({string.Join(", ", arguments)})";
}

/// <summary>A function of the language.</summary>
/// <param name="Name">The name in capitals.</param>
/// <param name="Minimum">The least number of arguments.</param>
/// <param name="Maximum">The greatest number of arguments.</param>
/// <param name="IsStrict">Whether the result is null as soon as an argument is.</param>
/// <param name="ResultType">The type of the result for types of arguments; throws when they do not fit.</param>
/// <param name="Invoke">The function itself.</param>
internal sealed record ScalarFunction(
    string Name,
    int Minimum,
    int Maximum,
    bool IsStrict,
    Func<SqlType[], SqlType> ResultType,
    Func<SqlValue[], SqlValue> Invoke);

/// <summary>The functions which the language has.</summary>
internal static class ScalarFunctions
{
    private static readonly Dictionary<string, ScalarFunction> All = new ScalarFunction[]
    {
        new("UPPER", 1, 1, true, Texts(SqlType.Text), a => SqlValue.Text(a[0].AsText().ToUpperInvariant())),
        new("LOWER", 1, 1, true, Texts(SqlType.Text), a => SqlValue.Text(a[0].AsText().ToLowerInvariant())),
        new("TRIM", 1, 1, true, Texts(SqlType.Text), a => SqlValue.Text(a[0].AsText().Trim())),
        new("LENGTH", 1, 1, true, Texts(SqlType.Integer), a => SqlValue.Integer(a[0].AsText().Length)),
        new("REPLACE", 3, 3, true, Texts(SqlType.Text), Replace),
        new("SUBSTR", 2, 3, true, SubstringType, Substring),
        new("ABS", 1, 1, true, Numbers(), Absolute),
        new("ROUND", 1, 2, true, _ => SqlType.Decimal, Round),
        new("SIGN", 1, 1, true, _ => SqlType.Integer, a => SqlValue.Integer(Math.Sign(a[0].AsDecimal()))),
        new("YEAR", 1, 1, true, Dates(), a => SqlValue.Integer(a[0].AsDate().Year)),
        new("MONTH", 1, 1, true, Dates(), a => SqlValue.Integer(a[0].AsDate().Month)),
        new("DAY", 1, 1, true, Dates(), a => SqlValue.Integer(a[0].AsDate().Day)),
        new("COALESCE", 1, int.MaxValue, false, CommonType, a => a.FirstOrDefault(v => !v.IsNull)),
        new("NULLIF", 2, 2, false, t => t[0], NullIf),
    }.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    public static bool TryGet(string name, [NotNullWhen(true)] out ScalarFunction? function) =>
        All.TryGetValue(name, out function);

    private static SqlValue Replace(SqlValue[] a)
    {
        string old = a[1].AsText();
        return old.Length == 0 ? a[0] : SqlValue.Text(a[0].AsText().Replace(old, a[2].AsText(), StringComparison.Ordinal));
    }

    /// <summary>Counts characters from one; whatever lies outside the text is left away.</summary>
    private static SqlValue Substring(SqlValue[] a)
    {
        string text = a[0].AsText();
        long start = a[1].AsInteger() - 1;
        long end = a.Length == 3 ? start + Math.Max(0, a[2].AsInteger()) : text.Length;
        start = Math.Clamp(start, 0, text.Length);
        end = Math.Clamp(end, start, text.Length);
        return SqlValue.Text(text[(int)start..(int)end]);
    }

    private static SqlValue Absolute(SqlValue[] a) => a[0].Type == SqlType.Integer
        ? a[0].AsInteger() == long.MinValue
            ? throw new SqlException(SqlErrorKind.Evaluation, "The result of ABS is too large.")
            : SqlValue.Integer(Math.Abs(a[0].AsInteger()))
        : SqlValue.Decimal(Math.Abs(a[0].AsDecimal()));

    private static SqlValue Round(SqlValue[] a)
    {
        long digits = a.Length == 2 ? a[1].AsInteger() : 0;
        return digits is >= 0 and <= 28
            ? SqlValue.Decimal(Math.Round(a[0].AsDecimal(), (int)digits, MidpointRounding.AwayFromZero))
            : throw new SqlException(SqlErrorKind.Evaluation, $"ROUND cannot round to {digits} digits.");
    }

    private static SqlValue NullIf(SqlValue[] a) =>
        SqlComparer.AreEqual(a[0], a[1]) == Truth.True ? SqlValue.Null : a[0];

    private static SqlType CommonType(SqlType[] types)
    {
        SqlType result = SqlType.Unknown;
        foreach (SqlType type in types)
        {
            result = SqlTypes.Common(result, type) ?? throw Mismatch("arguments of one type");
        }

        return result;
    }

    private static SqlType SubstringType(SqlType[] types)
    {
        Require(types[0], SqlType.Text);
        foreach (SqlType type in types.Skip(1))
        {
            Require(type, SqlType.Integer);
        }

        return SqlType.Text;
    }

    private static Func<SqlType[], SqlType> Texts(SqlType result) => types =>
    {
        foreach (SqlType type in types)
        {
            Require(type, SqlType.Text);
        }

        return result;
    };

    private static Func<SqlType[], SqlType> Numbers() => types =>
        types[0] == SqlType.Unknown || SqlTypes.IsNumeric(types[0]) ? types[0] : throw Mismatch("a number");

    private static Func<SqlType[], SqlType> Dates() => types =>
    {
        Require(types[0], SqlType.Date);
        return SqlType.Integer;
    };

    private static void Require(SqlType actual, SqlType expected)
    {
        if (actual != expected && actual != SqlType.Unknown)
        {
            throw Mismatch("a value of type " + SqlTypes.NameOf(expected));
        }
    }

    private static SqlException Mismatch(string expected) =>
        new(SqlErrorKind.TypeMismatch, $"The function expects {expected}.");
}
