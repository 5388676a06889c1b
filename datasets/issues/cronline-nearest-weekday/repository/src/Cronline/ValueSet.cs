using System.Numerics;

namespace Cronline;

/// <summary>An immutable set of small non-negative numbers, stored as a bit mask.</summary>
internal readonly struct ValueSet : IEquatable<ValueSet>
{
    private readonly ulong _bits;

    private ValueSet(ulong bits) => _bits = bits;

    public static ValueSet Empty => default;

    public bool IsEmpty => _bits == 0;

    public int Count => BitOperations.PopCount(_bits);

    public int First => BitOperations.TrailingZeroCount(_bits);

    public static ValueSet Range(int from, int to, int step = 1)
    {
        ulong bits = 0;
        for (var value = from; value <= to; value += step)
        {
            bits |= 1UL << value;
        }

        return new ValueSet(bits);
    }

    public bool Contains(int value) => (_bits & (1UL << value)) != 0;

    public ValueSet With(int value) => new(_bits | (1UL << value));

    public ValueSet Without(int value) => new(_bits & ~(1UL << value));

    public ValueSet Union(ValueSet other) => new(_bits | other._bits);

    /// <summary>The smallest member that is not less than <paramref name="value"/>, or -1.</summary>
    public int NextFrom(int value)
    {
        if (value > 63)
        {
            return -1;
        }

        var rest = _bits >> value << value;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    public IEnumerable<int> Values()
    {
        for (var value = NextFrom(0); value >= 0; value = NextFrom(value + 1))
        {
            yield return value;
        }
    }

    public bool Equals(ValueSet other) => _bits == other._bits;

    public override bool Equals(object? obj) => obj is ValueSet other && Equals(other);

    public override int GetHashCode() => _bits.GetHashCode();
}
