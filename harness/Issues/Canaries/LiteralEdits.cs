using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// Writes a literal in other ways, all of which differ from it and from each other in one and the same place: who sees them side by side
/// cannot tell which one the others were made from.
/// </summary>
internal static partial class LiteralEdits
{
    private const string Digits = "0123456789";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Returns up to so many others; none where there is no place to change.</summary>
    /// <param name="literal">The literal as it is written.</param>
    /// <param name="pool">What other literals of the file look like.</param>
    /// <param name="max">How many at most.</param>
    public static IReadOnlyList<string> Others(string literal, LiteralPool pool, int max)
    {
        var isNumber = char.IsAsciiDigit(literal[0]);
        if (isNumber && !Decimal().IsMatch(literal))
        {
            return [];
        }

        var digits = Places(Digit(), literal).Where(match => isNumber || !IsSpecial(literal, match.Index)).ToList();
        if (digits.Count > 0)
        {
            var digit = Any(digits);
            // A number does not begin with a nought.
            var isFirst = digit.Index == 0 || !char.IsAsciiDigit(literal[digit.Index - 1]);
            var isAlone = isFirst && (digit.Index + 1 == literal.Length || !char.IsAsciiDigit(literal[digit.Index + 1]));
            var others = Digits.Where(other => other != '0' || !isFirst || isAlone);
            return Replaced(literal, digit, Drawn(others, other => pool.Weight(other, isFirst)).Select(other => other.ToString()), max);
        }

        var spelled = Places(Word(), literal).Where(match => !IsSpecial(literal, match.Index)).ToList();
        if (spelled.Count == 0)
        {
            return Places(Letter(), literal).Where(match => !IsSpecial(literal, match.Index)).ToList() is { Count: > 0 } chars
                ? WithLetter(literal, Any(chars), max) : [];
        }

        // A word that stands nowhere else would be known by that.
        var word = Any(spelled.Exists(match => pool.IsCommon(match.Value))
            ? spelled.FindAll(match => pool.IsCommon(match.Value)) : spelled);
        var words = pool.Words.Where(other => other != word.Value && char.IsUpper(other[0]) == char.IsUpper(word.Value[0])).ToArray();
        RandomNumberGenerator.Shuffle(words.AsSpan());
        return words.Length >= max ? Replaced(literal, word, words, max)
            : WithLetter(literal,
                Any(Places(Letter(), literal).Where(match => match.Index >= word.Index && match.Index < word.Index + word.Length).ToList()),
                max);
    }

    /// <summary>Returns the words of a literal.</summary>
    public static IEnumerable<string> Words(string literal) =>
        Places(Word(), literal).Where(match => !IsSpecial(literal, match.Index)).Select(match => match.Value);

    private static IReadOnlyList<string> WithLetter(string literal, Match letter, int max) =>
        Replaced(literal, letter, Drawn(Small, _ => 1)
            .Select(other => char.IsUpper(letter.Value[0]) ? char.ToUpperInvariant(other).ToString() : other.ToString()), max);

    private static IReadOnlyList<string> Replaced(string literal, Match place, IEnumerable<string> others, int max)
    {
        var all = others.Where(other => other != place.Value).Distinct(StringComparer.Ordinal);
        return [.. all.Take(max).Select(other => literal[..place.Index] + other + literal[(place.Index + place.Length)..])];
    }

    /// <summary>Draws one after another, the likely sooner.</summary>
    private static IEnumerable<char> Drawn(IEnumerable<char> from, Func<char, double> weight) =>
        from.OrderBy(each => -Math.Log((RandomNumberGenerator.GetInt32(int.MaxValue - 1) + 1.0) / int.MaxValue) / weight(each));

    private static Match Any(List<Match> places) => places[RandomNumberGenerator.GetInt32(places.Count)];

    /// <summary>The letters in front of a quotation mark are none of the text.</summary>
    private static IEnumerable<Match> Places(Regex regex, string literal)
    {
        var first = char.IsAsciiDigit(literal[0]) ? 0 : Math.Max(0, literal.IndexOfAny(['"', '\'', '`']));
        return regex.Matches(literal).Where(match => match.Index >= first);
    }

    /// <summary>Whether a place is part of an escape or of what is filled in later.</summary>
    private static bool IsSpecial(string literal, int at)
    {
        var from = Math.Max(0, at - 10);
        var before = literal[from..at];
        return Escape().IsMatch(before) || before.EndsWith('%') || before.LastIndexOf('{') > before.LastIndexOf('}');
    }

    [GeneratedRegex(@"^[0-9][0-9_]*(\.[0-9_]+)?[a-zA-Z]{0,2}$")]
    private static partial Regex Decimal();

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();

    [GeneratedRegex("[A-Za-z]")]
    private static partial Regex Letter();

    [GeneratedRegex(@"\\(x[0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|U[0-9a-fA-F]{0,7}|N\{[^}]*|[0-7]{0,2})?$")]
    private static partial Regex Escape();
}
