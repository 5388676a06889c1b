using System.Collections;
using Eval.Sandboxes.Worker.Exchange;

namespace Eval.Sandboxes.Worker.Hosting;

/// <summary>How well a value of one type goes where another is declared, as the compiler would let it.</summary>
internal static class Match
{
    public const int None = -1;
    private const int Worst = 6;

    private static readonly Type[] Widening =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(char), typeof(int), typeof(uint), typeof(long), typeof(
            ulong), typeof(Int128),
        typeof(float), typeof(double), typeof(decimal),
    ];

    /// <summary>Returns 0 for the same, more for a longer way, <see cref="None"/> for no way.</summary>
    public static int Score(Type? from, Type to)
    {
        to = to.IsByRef ? to.GetElementType()! : to;
        if (from is null || to.IsGenericParameter || to.ContainsGenericParameters)
        {
            return Worst;
        }

        if (from == to)
        {
            return 0;
        }

        if (Nullable.GetUnderlyingType(to) is { } inner)
        {
            return Score(Nullable.GetUnderlyingType(from) ?? from, inner) is >= 0 and var score ? score + 1 : None;
        }

        if (to.IsAssignableFrom(from))
        {
            return to == typeof(object) ? 5 : from.IsValueType ? 4 : 1;
        }

        var (low, high) = (Array.IndexOf(Widening, from), Array.IndexOf(Widening, to));
        if (low >= 0 && high >= 0)
        {
            return high > low ? 2 : Worst;
        }

        if (from == typeof(object) || Nullable.GetUnderlyingType(from) is not null)
        {
            return Worst;
        }

        if (typeof(Delegate).IsAssignableFrom(to))
        {
            return typeof(Delegate).IsAssignableFrom(from) && Parameters(from) == Parameters(to) ? 2 : None;
        }

        if (SpanOf(to) is { } item)
        {
            return from == typeof(string) ? item == typeof(char) ? 2 : None : from.IsArray && from.GetElementType() == item ? 1 : None;
        }

        var areCollections = typeof(IEnumerable).IsAssignableFrom(from) && typeof(IEnumerable).IsAssignableFrom(to) &&
            from != typeof(string) && to != typeof(string);
        return areCollections ? 4 : HasConversion(from, to) || Shapes.IsTuple(from) && Shapes.IsTuple(to)
            || Tasks.IsTask(from) && Tasks.IsTask(to) ? 5 : None;
    }

    /// <summary>The type of a span's items; null for what is no span.</summary>
    public static Type? SpanOf(Type type) => type is { IsByRefLike: true, IsGenericType: true }
        && type.GetGenericTypeDefinition() is var definition && (definition == typeof(Span<>) || definition == typeof(ReadOnlySpan<>))
        ? type.GetGenericArguments()[0] : null;

    private static int Parameters(Type type) => type.GetMethod("Invoke")?.GetParameters().Length ?? -1;

    private static bool HasConversion(Type from, Type to) =>
        Conversions.Find(from, to) is not null || (to == typeof(System.Numerics.BigInteger) && Array.IndexOf(Widening, from) >= 0);
}
