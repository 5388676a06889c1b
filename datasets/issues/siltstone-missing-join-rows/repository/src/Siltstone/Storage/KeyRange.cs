using Siltstone.Values;

namespace Siltstone.Storage;

/// <summary>An end of a range of keys.</summary>
internal readonly record struct KeyBound(SqlValue Key, bool IsInclusive)
{
    /// <summary>The lower end of a range without a limit below. Null stands before all values and is left out.</summary>
    public static KeyBound AfterNull => new(SqlValue.Null, false);

    /// <summary>Orders lower bounds: the one that lets in more keys comes first.</summary>
    public static int CompareLower(KeyBound left, KeyBound right)
    {
        int order = SqlComparer.Instance.Compare(left.Key, right.Key);
        return order != 0 ? order : right.IsInclusive.CompareTo(left.IsInclusive);
    }

    /// <summary>Orders upper bounds: the one that lets in fewer keys comes first; null means no limit.</summary>
    public static int CompareUpper(KeyBound? left, KeyBound? right)
    {
        if (left is not { } l || right is not { } r)
        {
            return (left is null ? 1 : 0) - (right is null ? 1 : 0);
        }

        int order = SqlComparer.Instance.Compare(l.Key, r.Key);
        return order != 0 ? order : l.IsInclusive.CompareTo(r.IsInclusive);
    }
}

/// <summary>A contiguous range of keys of an index.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end; null when there is no limit above.</param>
internal readonly record struct KeyRange(KeyBound Lower, KeyBound? Upper)
{
    /// <summary>All keys, null among them.</summary>
    public static KeyRange Everything => new(new KeyBound(SqlValue.Null, true), null);

    public static KeyRange NotNull => new(KeyBound.AfterNull, null);

    public static KeyRange Point(SqlValue key) => new(new KeyBound(key, true), new KeyBound(key, true));

    public static KeyRange AtLeast(SqlValue key, bool inclusive) => new(new KeyBound(key, inclusive), null);

    public static KeyRange AtMost(SqlValue key, bool inclusive) => new(KeyBound.AfterNull, new KeyBound(key, inclusive));

    public bool IsEmpty
    {
        get
        {
            if (Upper is not { } upper)
            {
                return false;
            }

            int order = SqlComparer.Instance.Compare(Lower.Key, upper.Key);
            return order > 0 || (order == 0 && !(Lower.IsInclusive && upper.IsInclusive));
        }
    }

    public bool IsPoint => Upper is { IsInclusive: true } upper && Lower.IsInclusive && upper.Key == Lower.Key;

    public bool IsBelowUpper(SqlValue key)
    {
        if (Upper is not { } upper)
        {
            return true;
        }

        int order = SqlComparer.Instance.Compare(key, upper.Key);
        return order < 0 || (order == 0 && upper.IsInclusive);
    }

    public bool Contains(SqlValue key)
    {
        int order = SqlComparer.Instance.Compare(key, Lower.Key);
        return (order > 0 || (order == 0 && Lower.IsInclusive)) && IsBelowUpper(key);
    }

    public KeyRange Intersect(KeyRange other) => new(
        KeyBound.CompareLower(Lower, other.Lower) >= 0 ? Lower : other.Lower,
        KeyBound.CompareUpper(Upper, other.Upper) <= 0 ? Upper : other.Upper);

    /// <summary>The smallest range that holds both.</summary>
    public KeyRange Span(KeyRange other) => new(
        KeyBound.CompareLower(Lower, other.Lower) <= 0 ? Lower : other.Lower,
        KeyBound.CompareUpper(Upper, other.Upper) >= 0 ? Upper : other.Upper);

    /// <summary>Whether the two ranges share a key or adjoin each other, so that their span holds nothing else.</summary>
    public bool Touches(KeyRange other) => Reaches(this, other) && Reaches(other, this);

    public override string ToString()
    {
        string lower = Lower.Key.IsNull && !Lower.IsInclusive ? "(" : (Lower.IsInclusive ? "[" : "(") + Lower.Key.ToLiteral();
        return Upper is { } upper ? $"{lower}..{upper.Key.ToLiteral()}{(upper.IsInclusive ? "]" : ")")}" : lower + "..)";
    }

    /// <summary>Whether <paramref name="first"/> ends no earlier than just before <paramref name="second"/> begins.</summary>
    private static bool Reaches(KeyRange first, KeyRange second)
    {
        if (first.Upper is not { } upper)
        {
            return true;
        }

        int order = SqlComparer.Instance.Compare(upper.Key, second.Lower.Key);
        return order > 0 || (order == 0 && (upper.IsInclusive || second.Lower.IsInclusive));
    }
}
