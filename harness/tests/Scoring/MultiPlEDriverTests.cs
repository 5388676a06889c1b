using Eval.Harness.Replies;
using Eval.Harness.Scoring;

namespace Eval.Harness.Tests.Scoring;

public sealed class MultiPlEDriverTests
{
    private static readonly HostType Problem = new("Problem", "", 0, "class", false);

    [Theory]
    [InlineData("Debug.Assert(F((1L)) == (2L));", "(2L)")]
    [InlineData("Debug.Assert(F((1L)).Equals((\"a\")));", "(\"a\")")]
    [InlineData("Debug.Assert(F((1L)).Equals(null));", "null")]
    [InlineData("Debug.Assert(Math.Abs(F(1) - 2.5) < 1e-6);", "2.5")]
    [InlineData("Debug.Assert(F(1).SequenceEqual((new List<long>(new long[]{(long)4L}))));", "(new List<long>(new long[]{(long)4L}))")]
    [InlineData("Debug.Assert(F(1).Equals(Tuple.Create((Nullable<long>)null, 1L)));", "Tuple.Create((Nullable<long>)null, 1L)")]
    public void Assertions_about_a_call_are_taken_apart(string assertion, string expected)
    {
        var driver = Create(assertion);

        Assert.Equal(expected, Assert.Single(driver.ExpectedExpressions).Value);
        Assert.False(driver.HasAssertions);
        Assert.DoesNotContain("Debug.Assert", driver.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("=> (object?)(" + expected, driver.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Debug.Assert(F(1) > 2);")]
    [InlineData("Debug.Assert(F(1) == G(2));")]
    [InlineData("foreach (var x in new[] { 1, 2 }) { Debug.Assert(F(x) == (2L)); }")]
    public void Other_assertions_are_checked_in_place(string assertion)
    {
        var driver = Create(assertion);

        Assert.Empty(driver.ExpectedExpressions);
        Assert.True(driver.HasAssertions);
        Assert.Contains("Checks.That(0,", driver.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_stands_in_a_branch_may_be_left_out()
    {
        var driver = Create("Debug.Assert(F(1) > 2); if (F(2) > 1) { Debug.Assert(F(3) > 2); }");

        Assert.Equal([false, true], driver.Checks.Select(check => check.Optional));
    }

    [Fact]
    public void The_driver_joins_the_type_that_holds_the_entry_point()
    {
        var source = MultiPlEDriver.Create(MultiPlE("Debug.Assert(F(1) == 2);"), Problem with { Namespace = "A.B", Declaration = "struct" })
            .Source;

        Assert.Contains("namespace A.B\n{\npartial struct Problem", source, StringComparison.Ordinal);
        Assert.Contains("global::A.B.Problem.EvalChecks()", source, StringComparison.Ordinal);
    }

    private static TestDriver Create(string assertions) => MultiPlEDriver.Create(MultiPlE(assertions), Problem);

    private static string MultiPlE(string assertions) =>
        "    }\n    public static void Main(string[] args) {\n    " + assertions + "\n    }\n\n}\n";
}
