using System.Globalization;
using System.Numerics;

namespace Eval.Sandboxes.Worker.Exchange;

/// <summary>Turns a number into another type where its value is the same there.</summary>
internal static class Numbers
{
    /// <summary>Returns the number; null where the value is none or has no equal there.</summary>
    public static object? Convert(object? value, Type target)
    {
        if (value is null || target.IsInstanceOfType(value))
        {
            return value;
        }

        if (value is char letter)
        {
            return target == typeof(string) ? null : Convert((int)letter, target);
        }

        if (!IsNumber(value.GetType()) || !IsNumber(target))
        {
            return null;
        }

        try
        {
            return value is float or double or Half
                ? FromFloating(System.Convert.ToDouble(value, CultureInfo.InvariantCulture), value, target)
                : value is decimal money ? FromDecimal(money, target)
                : FromWhole(Whole(value), target);
        }
        catch (Exception e) when (e is OverflowException or InvalidCastException)
        {
            return null;
        }
    }

    private static bool IsNumber(Type type) =>
        type == typeof(BigInteger) || type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128)
        || (!type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal);

    private static BigInteger Whole(object value) => value switch
    {
        BigInteger big => big,
        Int128 number => number,
        UInt128 number => number,
        ulong number => number,
        _ => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static object? FromWhole(BigInteger value, Type target)
    {
        if (target == typeof(BigInteger))
        {
            return value;
        }

        if (target == typeof(Int128))
        {
            return (Int128)value;
        }

        if (target == typeof(UInt128))
        {
            return (UInt128)value;
        }

        if (target == typeof(Half))
        {
            return (BigInteger)(Half)value == value ? (Half)value : null;
        }

        return Type.GetTypeCode(target) switch
        {
            TypeCode.SByte => (sbyte)value,
            TypeCode.Byte => (byte)value,
            TypeCode.Int16 => (short)value,
            TypeCode.UInt16 => (ushort)value,
            TypeCode.Int32 => (int)value,
            TypeCode.UInt32 => (uint)value,
            TypeCode.Int64 => (long)value,
            TypeCode.UInt64 => (ulong)value,
            TypeCode.Single => (float)value,
            TypeCode.Double => (double)value,
            TypeCode.Decimal => (decimal)value,
            _ => null,
        };
    }

    private static object? FromFloating(double number, object value, Type target)
    {
        if (target == typeof(double))
        {
            return number;
        }

        if (target == typeof(float))
        {
            return value is double && (double)(float)number != number && !double.IsNaN(number)
            ? null : (float)number;
        }

        if (target == typeof(decimal))
        {
            return (double)(decimal)number == number ? (decimal)number : null;
        }

        return Math.Floor(number) == number && !double.IsInfinity(number) ? FromWhole((BigInteger)number, target) : null;
    }

    private static object? FromDecimal(decimal number, Type target)
    {
        if (target == typeof(double))
        {
            return (double)number;
        }

        if (target == typeof(float))
        {
            return (float)number;
        }

        return decimal.Truncate(number) == number ? FromWhole((BigInteger)number, target) : null;
    }
}
