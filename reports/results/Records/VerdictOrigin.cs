using System.Globalization;

namespace Eval.Results.Records;

/// <summary>What decided a verdict: where the tests stood, seen from the answer. No language model is meant.</summary>
public sealed record VerdictOrigin
{
    private static readonly (VerdictOriginKind Kind, string Name)[] Words =
    [
        (VerdictOriginKind.Outside, "outside"),
        (VerdictOriginKind.OutsideEqualityByAnswer, "outside, equality by answer"),
        (VerdictOriginKind.Canary, "canary"),
        (VerdictOriginKind.Inside, "inside"),
    ];

    private VerdictOrigin(VerdictOriginKind kind, double? guessProbability = null)
    {
        (Kind, GuessProbability) = (kind, guessProbability);
    }

    /// <summary>Gets the origin in a process that shares no process with the answer.</summary>
    public static VerdictOrigin Outside { get; } = new(VerdictOriginKind.Outside);

    /// <summary>Gets the origin outside where it had to ask a class of the answer whether objects are equal.</summary>
    public static VerdictOrigin OutsideEqualityByAnswer { get; } = new(VerdictOriginKind.OutsideEqualityByAnswer);

    /// <summary>Gets the origin inside the answer's process that nothing checks.</summary>
    public static VerdictOrigin Inside { get; } = new(VerdictOriginKind.Inside);

    /// <summary>Gets where it stands.</summary>
    public VerdictOriginKind Kind { get; }

    /// <summary>
    /// Gets the probability, 0 to 1, with which an answer that knows nothing and reports whatever it likes would pass;
    /// <see langword="null"/> for all but canaries.
    /// </summary>
    public double? GuessProbability { get; }

    /// <summary>Gets what it is called in every output.</summary>
    public string Name => NameOf(Kind);

    /// <summary>Returns the origin inside the answer's process that canaries check.</summary>
    /// <param name="guessProbability">The probability with which an answer that knows nothing would pass, 0 to 1.</param>
    public static VerdictOrigin Canary(double guessProbability) => new(VerdictOriginKind.Canary, guessProbability);

    /// <summary>Returns what a kind is called in every output.</summary>
    public static string NameOf(VerdictOriginKind kind) => Words[(int)kind].Name;

    /// <summary>Returns the kind's name without blanks, as it stands in gates.</summary>
    public static string WordOf(VerdictOriginKind kind) => NameOf(kind).Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-');

    /// <summary>Returns the verdict origin of a stored name; <see langword="null"/> where none was recorded.</summary>
    /// <exception cref="FormatException">There is no such verdict origin, or the probability is none.</exception>
    public static VerdictOrigin? Parse(string? name, double? guessProbability)
    {
        if (name is null)
        {
            return null;
        }

        var known = Array.Find(Words, word => word.Name == name);
        if (known.Name is null)
        {
            throw new FormatException($"there is no verdict origin '{name}'; write "
                + $"{string.Join(" or ", Words.Select(word => $"'{word.Name}'"))}");
        }

        if (known.Kind == VerdictOriginKind.Canary && guessProbability is not (>= 0 and <= 1))
        {
            throw new FormatException("a canary has a guess probability of 0 to 1");
        }

        return known.Kind == VerdictOriginKind.Canary ? Canary(guessProbability!.Value) : new VerdictOrigin(known.Kind);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        GuessProbability is { } chance ? string.Create(CultureInfo.InvariantCulture, $"{Name} (guess probability {chance:G3})") : Name;
}
