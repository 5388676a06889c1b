using System.Text.Json;
using CsCheck;
using Eval.Harness.Scoring;

namespace Eval.Harness.Tests.Scoring;

public sealed class ValueComparerTests
{
    [Theory]
    [InlineData("1", "1", true)]
    [InlineData("1", "1.0", true)]
    [InlineData("1", "2", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("true", "1", false)]
    [InlineData("null", "null", true)]
    [InlineData("null", "0", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("0.1", "0.10000000000000001", true)]
    [InlineData("0.3", "0.30000000000000004", false)]
    [InlineData("1e3", "1000", true)]
    [InlineData("[1,2]", "[1,2]", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("[1,2]", "[1]", false)]
    [InlineData("[]", "{}", false)]
    [InlineData("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true)]
    [InlineData("{\"a\":1}", "{\"a\":1,\"b\":2}", false)]
    [InlineData("{\"$double\":\"NaN\"}", "{\"$double\":\"NaN\"}", true)]
    [InlineData("{\"$double\":\"Infinity\"}", "{\"$double\":\"-Infinity\"}", false)]
    [InlineData("\"NaN\"", "{\"$double\":\"NaN\"}", false)]
    public void Values_are_equal_or_not(string expected, string actual, bool areEqual)
    {
        Assert.Equal(areEqual, Compare(expected, actual));
    }

    [Fact]
    public void A_tolerance_reaches_into_sequences()
    {
        Assert.True(Compare("[0.3333]", "[0.33333333]", tolerance: 1e-3));
        Assert.False(Compare("[0.3333]", "[0.35]", tolerance: 1e-3));
    }

    [Theory]
    [InlineData("[1,2,2]", "[2,1,2]", true)]
    [InlineData("[1,2,2]", "[2,1,1]", false)]
    public void Order_may_not_matter(string expected, string actual, bool areEqual)
    {
        Assert.Equal(areEqual, Compare(expected, actual, unordered: true));
    }

    [Fact]
    public void Every_number_equals_itself_only()
    {
        Gen.Select(Gen.Double.Where(double.IsFinite), Gen.Double.Where(double.IsFinite)).Sample((left, right) =>
            Compare(JsonSerializer.Serialize(left), JsonSerializer.Serialize(right)) == (left == right));
    }

    private static bool Compare(string expected, string actual, double tolerance = 0, bool unordered = false)
    {
        using var left = JsonDocument.Parse(expected);
        using var right = JsonDocument.Parse(actual);
        return ValueComparer.AreEqual(left.RootElement, right.RootElement, tolerance, unordered);
    }
}
