namespace Eval.Harness.Issues.Canaries;

/// <summary>
/// What the literals of a file look like, so that made-up ones look the same: who guesses by what is usual gains nothing.
/// </summary>
internal sealed class LiteralPool
{
    private const int Digits = 10;
    private readonly double[] _first = new double[Digits];
    private readonly double[] _further = new double[Digits];
    private readonly Dictionary<string, int> _words;

    /// <param name="literals">The literals as they are written.</param>
    public LiteralPool(IEnumerable<string> literals)
    {
        var all = literals.ToList();
        for (var digit = 0; digit < Digits; digit++)
        {
            // What numbers begin with, where there are too few to tell: small digits more often than large ones.
            _first[digit] = digit == 0 ? 0.1 : Math.Log10(1 + 1.0 / digit);
            _further[digit] = 1.0 / Digits;
        }

        foreach (var literal in all)
        {
            for (var i = 0; i < literal.Length; i++)
            {
                if (char.IsAsciiDigit(literal[i]))
                {
                    (i == 0 || !char.IsAsciiDigit(literal[i - 1]) ? _first : _further)[literal[i] - '0'] += 1;
                }
            }
        }

        _words = all.SelectMany(LiteralEdits.Words).GroupBy(word => word, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Words => _words.Keys;

    /// <summary>Whether a word stands in more literals than one.</summary>
    public bool IsCommon(string word) => _words.GetValueOrDefault(word) > 1;

    /// <summary>How likely a digit is, as the first of a number or a further one.</summary>
    public double Weight(char digit, bool isFirst) => (isFirst ? _first : _further)[digit - '0'];
}
