using System.Globalization;
using System.Text;
using Eval.Harness.Scoring.TestCode;

namespace Eval.Harness.Scoring.Canaries;

/// <summary>The canaries of a task's tests.</summary>
internal sealed class CanarySheet
{
    /// <summary>The type of the generated file that declares the values.</summary>
    public const string TypeName = "EvalDrawn";

    private readonly IReadOnlyList<(CanarySite Site, CanaryGroup Group)> _sites;

    /// <param name="sites">The places with what stands there.</param>
    /// <param name="assertions">The number of all assertions of the tests, also of those without a constant.</param>
    /// <param name="protectedAssertions">The number of those that are compared with several values.</param>
    public CanarySheet(IReadOnlyList<(CanarySite Site, CanaryGroup Group)> sites, int assertions, int protectedAssertions)
    {
        (_sites, Assertions, ProtectedAssertions) = (sites, assertions, protectedAssertions);
        var keys = sites.Where(site => site.Site.IsRequired).GroupBy(site => site.Group)
            .Aggregate(1.0, (ways, group) => ways * group.Key.Keys(group.Count(),
                group.DistinctBy(site => site.Site.Expected.Text).Count()));
        GuessProbability = Math.Max(double.Epsilon, 1 / keys);
    }

    /// <summary>The number of assertions of the tests.</summary>
    public int Assertions { get; }

    /// <summary>The number of those that are compared with several values.</summary>
    public int ProtectedAssertions { get; }

    /// <summary>The probability with which an answer that knows the design and none of the expected values would pass.</summary>
    public double GuessProbability { get; }

    /// <summary>Returns the canaries of one execution.</summary>
    /// <param name="next">Returns a whole number of at least 0 and below its argument that no answer can foresee.</param>
    public CanaryDraw Draw(Func<int, int> next)
    {
        var source = new StringBuilder($"namespace {TestNamespace.Name}\n{{\n    using global::System.Collections.Generic;\n\n")
            .Append($"    internal static class {TypeName}\n    {{\n");
        var key = new Dictionary<int, CanaryKey>();
        foreach (var (site, group) in _sites)
        {
            // The rows of a theory go through one assertion, which has a fixed number of places.
            var repeated = Enumerable.Range(0, CanaryGroup.Places - group.Values.Count).Select(_ => group.Values[next(group.Values.Count)]);
            var values = group.Values.Concat(repeated).ToArray();
            Shuffle(values, next);
            int id;
            do
            {
                id = next(int.MaxValue);
            }
            while (key.ContainsKey(id));

            var positions = values.Index().Where(value => value.Item.Text == site.Expected.Text).Select(value => value.Index);
            key[id] = new CanaryKey(site, string.Join(',', positions));
            Declare(source, site, id, values);
        }

        return new CanaryDraw(source.Append("    }\n}\n").ToString(), key);
    }

    private static void Declare(StringBuilder source, CanarySite site, int id, CanaryConstant[] values)
    {
        var (number, type) = (site.Number.ToString(CultureInfo.InvariantCulture), site.Expected.Type);
        source.Append(CultureInfo.InvariantCulture, $"        public const int I{number} = {id};\n");
        var (kind, equals) = CanaryConstants.IsPrimitive(type) ? ("const", "=") : ("static", "=>");
        foreach (var (index, value) in values.Index())
        {
            source.Append(CultureInfo.InvariantCulture, $"        public {kind} {type} C{number}_{index} {equals} {value.Text};\n");
        }

        if (!site.IsRow)
        {
            return;
        }

        var all = string.Join(", ", Enumerable.Range(0, values.Length)
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"C{number}_{index}")));
        source.Append(CultureInfo.InvariantCulture,
            $"        public static global::Eval.Runtime.Candidates<{type}> R{number} => new(I{number}, {all});\n");
    }

    private static void Shuffle(CanaryConstant[] values, Func<int, int> next)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
