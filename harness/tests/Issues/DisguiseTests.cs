using Eval.Harness.Issues.Canaries;
using Eval.Harness.TestResults;

namespace Eval.Harness.Tests.Issues;

public sealed class DisguiseTests
{
    private const string Python =
        """"
        import pytest  # ( a comment with a bracket
        from calc import add, name


        @pytest.mark.parametrize("n", [1,
            2])
        def test_rows(n):
            """Says 5.

        def test_in_a_text(): assert 1 == 1
            """
            assert add(n, 1) == [n, "sum", 4711]


        class TestNames:
            def helper(self):
                return 1

            async def test_name(self):
                expected = {"who": "Ada",
                            "age": 36}
                assert name("ada") == expected

            # Between.
            def test_other(self): assert name("b")["who"] == 'Bea', "not 7"
        """";

    private const string JavaScript =
        """
        const { describe, it, test } = require('node:test');
        const half = 10 / 2, text = `it('no test', () => ${'}'} {`; // it('none', () => {})
        describe('sums', () => {
          it('adds', async () => { assert.strictEqual(add(2, 3), 51); });
          it("joins", () => {
            assert.deepEqual(join(/[(/]/, 'x'), { a: [1], b: 'left' })
          })
        });
        test('is outside', () => expect(add(1, 1)).toBe(22));
        for (const each of [1, 2]) test('each ' + each, () => {});
        """;

    private const string CSharp =
        """
        namespace N;

        public class CalcTests
        {
            private const string Text = "[Fact] public void NoTest() { }";

            /// <summary>Adds 5.</summary>
            [Fact]
            public void Adds()
            {
                Assert.Equal(51, Calc.Add(2, 3));
            }

            [Theory, InlineData(1)]
            public void Rows(int n) => Assert.Equal(new[] { "left", "right" }, Calc.Names(n));

            [Fact(DisplayName = "by a name")]
            public void Named() => Assert.Equal(7, Calc.Add(3, 4));
        }
        """;

    [Theory]
    [InlineData("tests/test_calc.py", Python, 3, 2)]
    [InlineData("test/calc.test.js", JavaScript, 3, 3)]
    [InlineData("tests/CalcTests.cs", CSharp, 2, 2)]
    public void Tests_run_under_other_names_among_twins_that_differ_in_one_place(string path, string text, int tests, int twinned)
    {
        var plan = Plan(path, text);
        var disguise = Disguise.Create(plan);
        var original = TestFile.Read(path, text)!;
        var disguised = TestFile.Read(path, disguise.Files[path])!;

        Assert.Equal(tests, original.Tests.Count);
        Assert.Equal(twinned, plan.Twins.Select(twin => twin.TestStart).Distinct().Count());
        Assert.Equal(tests + plan.Twins.Count + 4, disguised.Tests.Count);
        Assert.Equal(disguised.Tests.Select(test => test.Name).Order(StringComparer.Ordinal),
            disguise.Masks.Keys.Order(StringComparer.Ordinal));
        Assert.All(plan.Twins, twin => Assert.NotEqual(text[twin.LiteralStart..twin.LiteralEnd], twin.Literal));
        foreach (var test in original.Tests)
        {
            // Each version but for its name, as somebody sees them who looks for the odd one.
            var versions = disguised.Tests.Where(other => disguise.Masks[other.Name].Test == (path, test.Start))
                .Select(other => disguised.Text[other.Start..other.End].Replace(other.Name, "", StringComparison.Ordinal)).ToList();
            Assert.Equal(versions.Count, versions.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(1 + plan.Twins.Count(twin => twin.TestStart == test.Start), versions.Count);
        }
    }

    [Fact]
    public void A_name_that_something_relies_on_and_an_order_that_is_to_be_kept_stay()
    {
        const string Text = "def test_a():\n    assert f() == 10\n\ndef test_b():\n    test_c()\n    assert f() == 20\n\ndef test_c():\n   "
            + " assert f() == 30\n";

        var disguise = Disguise.Create(Plan("test_x.py", Text) with { KeepsOrder = true, KeptNames = ["test_b"] });

        var names = TestFile.Read("test_x.py",
            disguise.Files["test_x.py"])!.Tests.Select(test =>
            disguise.Masks.TryGetValue(test.Name, out var mask) ? mask.Test is null ? null : mask.Name.Split(' ')[0] : test.Name)
            .OfType<string>().Aggregate(new List<string>(), (seen, name) => seen.LastOrDefault() == name ? seen : [.. seen, name]);
        Assert.Equal(["test_a", "test_b", "test_c"], names);
        Assert.Contains("def test_c():", disguise.Files["test_x.py"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assert f(1) == 25", "25")]
    [InlineData("assert 25 == f(1)", "25")]
    [InlineData("assert f(1) == {'a': [2, -3.5]}, 'x'", "'a' 2 3.5")]
    [InlineData("self.assertEqual(f(1), 'left', 'message')", "'left'")]
    [InlineData("x = (4, 5)\n    assert f() == x", "4 5")]
    [InlineData("with pytest.raises(E, match='is not defined'):\n        f(1)", "'is not defined'")]
    [InlineData("assert 'a long text' in f(1)", "'a long text'")]
    [InlineData("assert 'x' in f(1)", "")]
    [InlineData("assert f(1) != 25", "")]
    [InlineData("assert not f(1) == 25", "")]
    [InlineData("assert f(1) == 25 or g()", "")]
    [InlineData("assert f(1) == approx(25)", "")]
    [InlineData("assert f(1) == items[2]", "")]
    [InlineData("assert f(1) == 5 * n", "")]
    [InlineData("assert f(1) >= 25", "")]
    [InlineData("x = 4\n    g(x)\n    assert f() == x", "")]
    [InlineData("self.assertNotEqual(f(1), 25)", "")]
    [InlineData("self.assertAlmostEqual(f(1), 25)", "")]
    [InlineData("assert f(1) == f'{2}'", "")]
    public void Only_a_literal_that_decides_is_made_wrong_in_Python(string statement, string literals) =>
        AssertLiterals("x.py", $"def test_a():\n    {statement}\n", literals);

    [Theory]
    [InlineData("Assert.Equal(25, F(1));", "25")]
    [InlineData("Assert.Equal([\"a\", \"b\"], F(1));", "\"a\" \"b\"")]
    [InlineData("Assert.That(F(1), Is.EqualTo(-25));", "25")]
    [InlineData("F(1).Should().Be(25);", "25")]
    [InlineData("Assert.AreEqual(2.5, F(1), \"message\");", "2.5")]
    [InlineData("Assert.AreEqual(2.5, F(1), 0.1);", "")]
    [InlineData("Assert.That(F(1), Is.EqualTo(2.5).Within(1));", "")]
    [InlineData("Assert.NotEqual(25, F(1));", "")]
    [InlineData("Assert.Equal(G(25), F(1));", "")]
    [InlineData("Assert.Equal(\"a\", F(1), StringComparer.OrdinalIgnoreCase);", "")]
    [InlineData("Assert.True(F(1) == 25);", "")]
    public void Only_a_literal_that_decides_is_made_wrong_in_CSharp(string statement, string literals) =>
        AssertLiterals("x.cs", $"class C {{ [Fact] public void A() {{ {statement} }} }}", literals);

    [Theory]
    [InlineData("assert.strictEqual(f(1), 25)", "25")]
    [InlineData("assert.deepStrictEqual(f(1), { a: ['b'] })", "'b'")]
    [InlineData("expect(f(1)).toEqual('b')", "'b'")]
    [InlineData("assert.notStrictEqual(f(1), 25)", "")]
    [InlineData("assert.strictEqual(f(1), g(25))", "")]
    [InlineData("assert.strictEqual(f(1), `${x}5`)", "")]
    [InlineData("assert.match(f(1), /25/)", "")]
    [InlineData("assert.ok(f(1) === 25)", "")]
    [InlineData("t.assert.deepEqual(f(1), [25])", "25")]
    [InlineData("strictEqual(f(1), 25)", "25")]
    [InlineData("expect(f(1)).to.equal(25, 'message')", "25")]
    [InlineData("expect(f(1)).to.deep.equal({ a: 'b' })", "'b'")]
    [InlineData("f(1).should.eql('b')", "'b'")]
    [InlineData("expect(f(1)).toHaveLength(25)", "25")]
    [InlineData("expect(() => f(1)).toThrow('bad')", "'bad'")]
    [InlineData("expect(f(1)).not.toBe(25)", "")]
    [InlineData("expect(f(1)).to.not.equal(25)", "")]
    [InlineData("expect(f(1)).toBeCloseTo(25)", "")]
    [InlineData("assert.equal(25)", "")]
    public void Only_a_literal_that_decides_is_made_wrong_in_JavaScript(string statement, string literals) =>
        AssertLiterals("x.js", $"it('a', () => {{ {statement} }});", literals);

    [Theory]
    [InlineData("it('a', () => {});", "a")]
    [InlineData("it.only('a', () => {});\ntest.concurrent('b', async () => {})", "a b")]
    [InlineData("await test('a', () => {});\nspecify(`b`, () => {})", "a b")]
    [InlineData("import x from 'x'\ndescribe.only('s', { timeout: 5 }, function () {\n  it('a', () => {})\n  it('b', () => {})\n})", "a b")]
    [InlineData("suite('s', (): void => { test('a', (): void => {}); });\ncontext('c', () => { it('b', () => {}); });", "a b")]
    [InlineData("const rows = [[1, 2]]\nit.each(rows)('a', () => {})\ntest.for([1])('b', () => {})", "a b")]
    [InlineData("it.skip('a', () => {}); it.todo('b'); it('c'); test.failing('d', () => {}); describe.skip('s', () => { it('e', () => "
        + "{}); });", "")]
    [InlineData("describe.each([1, 2])('s', () => { it('a', () => {}); });", "")]
    [InlineData("const x = it('a', () => {});\nrun(() => { it('b', () => {}); });", "")]
    public void Tests_of_all_runners_of_JavaScript_are_found(string text, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            TestFile.Read("x.test.ts", text)?.Tests.Select(test => test.Name) ?? []);

    [Theory]
    [InlineData("[[1, 2, 30], [4, 5, 90]]", "30 90")]
    [InlineData("[{ a: 1, expected: [30], b: 2 }, { a: 4, expected: [90], b: 5 }]", "30 90")]
    [InlineData("[{ a: 1, sum: 'x' }]", "'x'")]
    [InlineData("[1, 2]", "")]
    [InlineData("rows", "")]
    public void A_table_is_made_wrong_in_what_its_rows_expect(string table, string literals) =>
        AssertLiterals("x.js", $"test.each({table})('%i', (...row) => check(row));", literals);

    [Fact]
    public void Rows_of_a_table_are_told_by_the_names_that_they_have_and_their_twins_by_none_of_these()
    {
        const string Path = "x.test.js";
        var plan = Plan(Path, "test.each([[1, 30, 31], [2, 30, 32]])('%i and %i', (a, b, sum) => expect(add(a, b)).toBe(sum));\n");
        var disguise = Disguise.Create(plan);
        var rows = disguise.Masks.Where(mask => mask.Value.IsPrefix).ToList();

        var reported = rows.SelectMany(mask => new[] { "1 and 30", "2 and 30" }.Select((row, i) =>
            new ReportedTest([$"{Path} > {mask.Key} {row}"],
                mask.Value.Twin is not null && i == 0 ? TestStatus.Failed : TestStatus.Passed)));
        var revealed = RevealedReport.Create(new TestReport { Reported = [.. reported], IsWhole = true }, disguise);

        Assert.Equal(7, plan.Twins.Count);
        Assert.Equal(8, rows.Count);
        Assert.All(rows, mask => Assert.Contains($"('{mask.Key} %i and %i'", disguise.Files[Path], StringComparison.Ordinal));
        Assert.Equal([$"{Path} > 1 and 30", $"{Path} > 2 and 30"], revealed.Report.Tests.Keys);
        Assert.Equal((null, 7), (revealed.Lie, revealed.FailedTwins.Count));
        Assert.True(TestFile.Read(Path, plan.Files[Path])!.Tests[0].IsNamedBy($"{Path} > 1 and 30"));
    }

    [Theory]
    [InlineData("12", 7)]
    [InlineData("7", 7)]
    [InlineData("3.50", 7)]
    [InlineData("'in.png'", 7)]
    [InlineData("b\"a1\\n\"", 7)]
    [InlineData("\"\\x41z\"", 7)]
    [InlineData("''", 0)]
    [InlineData("'\\n'", 0)]
    [InlineData("0x1F", 0)]
    [InlineData("'{n}'", 0)]
    public void A_literal_is_written_in_other_ways_that_differ_in_the_same_place(string literal, int count)
    {
        var others = LiteralEdits.Others(literal, new LiteralPool([literal, "'out.jpg'", "35"]), 7);

        Assert.Equal(count, others.Count);
        Assert.Equal(count, others.Append(literal).Distinct(StringComparer.Ordinal).Count() - 1);
        var all = others.Append(literal).ToList();
        int Common(Func<string, string, int, bool> isSame) =>
            Enumerable.Range(0, all.Min(each => each.Length)).TakeWhile(i => all.TrueForAll(each => isSame(each, literal, i))).Count();
        var (front, back) = (Common((one, other, i) => one[i] == other[i]), Common((one, other, i) => one[^(i + 1)] == other[^(i + 1)]));
        Assert.All(all, each => Assert.True(count == 0 || each[front..^back].All(char.IsAsciiLetterOrDigit)));
        Assert.Equal(literal.Count(letter => letter == '\\'), others.FirstOrDefault(literal).Count(letter => letter == '\\'));
    }

    [Fact]
    public void A_runner_that_tells_the_truth_is_believed_and_each_lie_is_told()
    {
        var disguise = Disguise.Create(Plan("test_x.py", "def test_a():\n    assert f() == 10\n\ndef test_b():\n    assert f()\n"));
        TestStatus True(Mask mask) => mask.Kind == MaskKind.MustFail ? TestStatus.Failed : TestStatus.Passed;
        RevealedReport Reported(Func<Mask, IEnumerable<TestStatus>> statuses, params ReportedTest[] more) => RevealedReport.Create(
            new TestReport { Reported = [.. disguise.Masks.SelectMany(mask => statuses(mask.Value)
                .Select(status => new ReportedTest([$"test_x.py::{mask.Key}"], status))), .. more], IsWhole = true }, disguise);

        var honest = Reported(mask => [True(mask)]);
        Assert.Equal((null, 0), (honest.Lie, honest.Missing));
        Assert.Equal(["test_x.py::test_a", "test_x.py::test_b"], honest.Report.Tests.Keys.Order(StringComparer.Ordinal));
        Assert.NotNull(Reported(_ => [TestStatus.Passed]).Lie);
        Assert.NotNull(Reported(mask => [mask.Twin is null ? True(mask) : TestStatus.Passed]).Lie);
        Assert.NotNull(Reported(mask => [mask.Test is null ? TestStatus.Failed : True(mask)]).Lie);
        Assert.NotNull(Reported(mask => mask.Test is null ? [True(mask), True(mask)] : [True(mask)]).Lie);
        Assert.NotNull(Reported(mask => [True(mask)], new ReportedTest(["test_x.py::test_a"], TestStatus.Passed)).Lie);
        Assert.Equal(4, Reported(mask => mask.Test is null ? [] : [True(mask)]).Missing);
        // A link lets one test be found by two ways.
        ReportedTest[] found = [.. disguise.Masks.Select(mask => new ReportedTest([$"link/test_x.py::{mask.Key}"], True(mask.Value)))];
        Assert.Null(Reported(mask => [True(mask)], found).Lie);
        Assert.NotNull(Reported(mask => [True(mask)], [.. found.Select(test => test with { Status = TestStatus.Passed })]).Lie);
        // What fixes nothing may do what a twin wants.
        Assert.Null(Reported(mask =>
            [mask.Twin is not null ? TestStatus.Passed : mask.Name == "test_a" ? TestStatus.Failed : True(mask)]).Lie);
    }

    private static CanaryPlan Plan(string path, string text)
    {
        var draft = CanaryDraft.Create(new Dictionary<string, string> { [path] = text }, [])!;
        var twins = draft.Twins.GroupBy(twin => twin.TestStart).SelectMany(test => test.GroupBy(twin => twin.LiteralStart).First());
        return draft with { IsDraft = false, Twins = [.. twins] };
    }

    private static void AssertLiterals(string path, string text, string literals) =>
        Assert.Equal(literals, string.Join(' ',
            Assert.Single(TestFile.Read(path, text)!.Tests).Literals.Select(literal => literal.In(text))));
}
