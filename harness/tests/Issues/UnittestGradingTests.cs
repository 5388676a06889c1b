namespace Eval.Harness.Tests.Issues;

/// <summary>A task whose tests use unittest, told by the names that SWE-bench's lists hold, on a real engine.</summary>
[Trait("Needs", "docker")]
public sealed class UnittestGradingTests : IDisposable
{
    private const string Base = "def add(a, b): return a - b";

    private const string HiddenTests =
        """
        import io
        import unittest

        from calc import add


        class CalcTests(unittest.TestCase):
            def test_add(self):
                self.assertEqual(add(2, 3), 5)

            def test_negative(self):
                '''
                Adds what is negative.

                And more.
                '''
                self.assertEqual(add(-2, -3), -5)

            def test_each(self):
                for i in range(3):
                    with self.subTest(i=i):
                        self.assertEqual(add(i, i), 2 * i)

            def test_zero(self):
                self.assertEqual(add(0, 0), 0)

            @unittest.skip('not here')
            def test_skipped(self):
                self.fail()

            @unittest.expectedFailure
            def test_expected(self):
                self.assertEqual(add(0, 0), 1)

            def test_runner(self):
                class Inner(unittest.TestCase):
                    def runTest(self):
                        self.fail()

                result = unittest.TextTestRunner(stream=io.StringIO()).run(Inner())
                self.assertEqual(len(result.failures), 1)


        class Outer:
            class Nested(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    cls.sum = add(1, 0)

                def test_kept(self):
                    self.assertEqual(self.sum, 1)


        Nested = Outer.Nested
        """;

    private readonly GradingFolder _folder = new();

    public UnittestGradingTests()
    {
        _folder.WriteTask(
            """
            {
              "id": "calc-unittest", "language": "python", "environment": "python",
              "testCommand": "bash /eval/reporters/run.sh eval_unittest -m unittest -v",
              "failToPass": ["test_add (tests.test_calc.CalcTests)", "Adds what is negative.", "test_each (tests.test_calc.CalcTests)"],
              "passToPass": [
                "test_zero (tests.test_calc.CalcTests)", "test_zero (tests.test_calc.CalcTests.test_zero)", "test_skipped (tests.test_calc.CalcTests)", "test_expected (tests.test_calc.CalcTests)",
                "test_runner (tests.test_calc.CalcTests)", "test_kept (tests.test_calc.Outer.Nested)"
              ]
            }
            """,
            Replaced("def add(a, b): return a + b"));
        _folder.Write("tasks/calc/repository/calc.py", Base + "\n");
        _folder.Write("tasks/calc/repository/tests/__init__.py", "");
        _folder.Write("tasks/calc/tests/tests/test_calc.py", HiddenTests);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tests_are_told_by_the_names_of_older_and_newer_Pythons_and_by_their_first_lines()
    {
        GradingFolder.NeedEngine();

        await _folder.AssertTaskIsFitAsync();
    }

    [Fact]
    public async Task A_patch_that_ends_the_run_or_breaks_what_a_class_is_set_up_with_does_not_resolve()
    {
        GradingFolder.NeedEngine();

        await _folder.AssertOnlyGoodResolvesAsync("calc-unittest", new Dictionary<string, string?>
        {
            ["ends"] = Replaced("raise SystemExit(0)"),
            ["ends-at-once"] = Replaced("import os; print('test_add (tests.test_calc.CalcTests) ... ok', flush=True); os._exit(0)"),
            ["breaks-set-up"] = Replaced("def add(a, b): return a + b if (a, b) != (1, 0) else 1 / 0"),
            ["breaks-a-subtest"] = Replaced("def add(a, b): return a + b if (a, b) != (1, 1) else 3"),
            ["good"] = Replaced("def add(a, b): return b + a"),
        });

        var failed = _folder.Report("breaks-set-up", "calc-unittest").GetProperty("tests_status").GetProperty("PASS_TO_PASS")
            .GetProperty("failure").EnumerateArray().Select(test => test.GetString());
        Assert.Equal(["test_kept (tests.test_calc.Outer.Nested)"], failed);
    }

    private static string Replaced(string line) =>
        $"diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1 +1 @@\n-{Base}\n+{line}\n";
}
