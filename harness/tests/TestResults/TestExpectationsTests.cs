using Eval.Harness.TestResults;

namespace Eval.Harness.Tests.TestResults;

public sealed class TestExpectationsTests
{
    [Theory]
    [InlineData(TestStatus.Passed, true, true)]
    [InlineData(TestStatus.ExpectedFailure, true, true)]
    [InlineData(TestStatus.Skipped, false, true)]
    [InlineData(TestStatus.Failed, false, false)]
    [InlineData(TestStatus.Error, false, false)]
    internal void What_is_mended_and_what_is_kept(TestStatus status, bool isMended, bool isKept)
    {
        var seen = new Dictionary<string, TestStatus> { ["a"] = status, ["b"] = TestStatus.Passed };

        Assert.Equal(isMended, new TestExpectations(["a"], []).Compare(seen).IsResolved);
        Assert.Equal(isKept, new TestExpectations(["b"], ["a"]).Compare(seen).IsResolved);
    }

    [Fact]
    public void A_missing_test_fails_in_both_lists_and_the_order_is_kept()
    {
        var seen = new Dictionary<string, TestStatus> { ["b"] = TestStatus.Passed };

        var comparison = new TestExpectations(["c", "b", "a"], ["d"]).Compare(seen);

        Assert.Equal(["b"], comparison.FailToPassSucceeded);
        Assert.Equal(["c", "a"], comparison.FailToPassFailed);
        Assert.Equal(["d"], comparison.PassToPassFailed);
        Assert.False(comparison.IsResolved);
    }

    [Fact]
    public void An_id_that_was_cut_stands_for_all_that_begin_with_it_when_they_agree()
    {
        var expected = new TestExpectations(["t.py::f[a"], []);
        var agreeing = new Dictionary<string, TestStatus> { ["t.py::f[a b]"] = TestStatus.Passed, ["t.py::f[a c]"] = TestStatus.Passed };

        Assert.True(expected.Compare(agreeing).IsResolved);
        Assert.False(expected.Compare(new Dictionary<string, TestStatus>(agreeing) { ["t.py::f[a d]"] = TestStatus.Failed }).IsResolved);
        Assert.False(expected.Compare(new Dictionary<string, TestStatus>()).IsResolved);
        Assert.False(new TestExpectations(["t.py::f"], []).Compare(agreeing).IsResolved);
    }

    [Theory]
    [InlineData("t.py::f[]x", "t.py::f[]x y]", true)]
    [InlineData("t.py::f[a]", "t.py::f[a] b]", true)]
    [InlineData("t.py::f[a", "t.py::f[ab]", true)]
    [InlineData("t.py::f[a]", "t.py::f[a]b]", false)]
    [InlineData("t.py::f", "t.py::f2", false)]
    [InlineData("N.C.Adds", "N.C.Adds(a: 1, b: 2)", true)]
    [InlineData("N.C.Adds", "N.C.Adds (1,2)", true)]
    [InlineData("N.C.Adds", "N.C.Adds<Int32>(a: 1)", true)]
    [InlineData("N.C.Adds", "N.C.AddsMore(a: 1)", false)]
    public void An_id_that_is_not_there_stands_for_those_that_go_on_behind_a_blank_or_with_parameters(string listed, string seen,
        bool isMeant) =>
        Assert.Equal(isMeant, new TestExpectations([listed], []).Compare(new Dictionary<string, TestStatus> { [seen] = TestStatus.Passed })
            .IsResolved);

    [Fact]
    public void What_goes_on_behind_a_blank_is_meant_before_what_only_begins_alike()
    {
        var seen = new Dictionary<string, TestStatus> { ["t.py::f[a b]"] = TestStatus.Passed, ["t.py::f[ab]"] = TestStatus.Failed };

        Assert.True(new TestExpectations(["t.py::f[a"], []).Compare(seen).IsResolved);
    }

    [Fact]
    public void Of_the_rows_of_a_theory_one_that_fails_decides_and_one_that_is_skipped_does_not()
    {
        var seen = new Dictionary<string, TestStatus> { ["N.C.T(a: 1)"] = TestStatus.Passed, ["N.C.T(a: 2)"] = TestStatus.Skipped };
        var theory = new TestExpectations(["N.C.T"], []);

        Assert.True(theory.Compare(seen).IsResolved);
        Assert.False(theory.Compare(new Dictionary<string, TestStatus>(seen) { ["N.C.T(a: 3)"] = TestStatus.Failed }).IsResolved);
        Assert.False(theory.Compare(new Dictionary<string, TestStatus> { ["N.C.T(a: 1)"] = TestStatus.Skipped }).IsResolved);
    }

    [Theory]
    [InlineData("t.py::f[/c]", "t.py::f[/a/b/c]", true)]
    [InlineData("t.py::f[/c]", "t.py::f[//a/b/c]", false)]
    [InlineData("t.py::f[/c]", "t.py::f[/a/*/c]", false)]
    [InlineData("t.py::f[/c]", "t.py::f[a/c]", false)]
    public void Of_a_parameter_that_is_a_path_its_last_part_is_enough(string listed, string seen, bool isMeant) =>
        Assert.Equal(isMeant, new TestExpectations([listed], []).Compare(new Dictionary<string, TestStatus> { [seen] = TestStatus.Passed })
            .IsResolved);

    [Fact]
    public void Nothing_to_mend_is_never_resolved() =>
        Assert.False(new TestExpectations([], []).Compare(new Dictionary<string, TestStatus>()).IsResolved);
}
