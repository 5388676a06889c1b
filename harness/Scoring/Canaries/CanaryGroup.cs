namespace Eval.Harness.Scoring.Canaries;

/// <summary>
/// Expected values that stand for each other: each assertion of the group is compared with all of them, so that none stands out.
/// </summary>
internal sealed class CanaryGroup
{
    /// <summary>How many values an assertion is compared with.</summary>
    public const int Places = 8;

    private const int MaxDraws = 200;

    private readonly int _expected;

    private CanaryGroup(IReadOnlyList<CanaryConstant> values, int expected)
    {
        (Values, _expected) = (values, expected);
    }

    /// <summary>The values that are compared with: the expected ones, then those that were made up.</summary>
    public IReadOnlyList<CanaryConstant> Values { get; }

    /// <summary>Returns groups of the expected values of a task; values of which none could be told from another are in none.</summary>
    public static IReadOnlyList<CanaryGroup> Create(string task, IEnumerable<CanaryConstant> expected, DecoyNumbers decoys)
    {
        var groups = new List<CanaryGroup>();
        foreach (var kind in expected.GroupBy(constant => constant.Kind))
        {
            var values = kind.DistinctBy(constant => constant.Text).ToList();
            if (values.Any(value => values.Any(other => other.Text != value.Text && !value.DiffersFrom(other))))
            {
                continue;
            }

            var chunks = (values.Count + Places - 1) / Places;
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                var expectedHere = values.Where((_, index) => index % chunks == chunk).ToList();
                groups.Add(new CanaryGroup(Filled(task, expectedHere, decoys), expectedHere.Count));
            }
        }

        return groups.Where(group => group.Values.Count > 1).ToList();
    }

    /// <summary>
    /// Returns in how many ways the group could be the key to its assertions, as far as somebody can tell who knows how it was made: which
    /// of the values are expected ones, and which assertion expects which.
    /// </summary>
    /// <param name="assertions">The number of its assertions.</param>
    /// <param name="expected">The number of different values that they expect.</param>
    public double Keys(int assertions, int expected) => Choices(Values.Count, expected) * Surjections(assertions, expected);

    /// <summary>Returns whether some assertion of the group expects a value.</summary>
    public bool Expects(CanaryConstant constant) => Values.Take(_expected).Any(value => value.Text == constant.Text);

    private static List<CanaryConstant> Filled(string task, List<CanaryConstant> expectedValues, DecoyNumbers decoys)
    {
        var values = expectedValues.ToList();
        var expected = values.Count;
        for (var draw = 0; values.Count < Places && draw < MaxDraws; draw++)
        {
            if (decoys.Create(task, values[draw % expected], draw) is { } decoy && values.TrueForAll(value => value.DiffersFrom(decoy)))
            {
                values.Add(decoy);
            }
        }

        return values;
    }

    private static double Choices(int of, int chosen) => Enumerable.Range(0, chosen).Aggregate(1.0, (ways, i) => ways * (of - i) / (i + 1));

    /// <summary>The number of ways to give so many assertions so many values, each to at least one.</summary>
    private static double Surjections(int assertions, int values)
    {
        var ways = new double[values + 1];
        ways[0] = 1;
        for (var i = 0; i < assertions; i++)
        {
            for (var j = values; j > 0; j--)
            {
                ways[j] = j * (ways[j] + ways[j - 1]);
            }

            ways[0] = 0;
        }

        return ways[values];
    }
}
