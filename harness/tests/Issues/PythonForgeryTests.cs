namespace Eval.Harness.Tests.Issues;

/// <summary>
/// Patches of a Python repository that fix nothing and lie about it, on a real engine: what is known from elsewhere, and what somebody
/// writes who knows how this grader works.
/// </summary>
[Trait("Needs", "docker")]
public sealed class PythonForgeryTests : IDisposable
{
    private const string Base = "def add(a, b): return a - b";

    /// <summary>
    /// Finds what the tests say, tells twins by their text, and takes any of each group for the real one. Comparisons come out as they
    /// must.
    /// </summary>
    private const string Chooses =
        """
        import ast, glob, re, sys

        def chosen():
            groups, honest = {}, {}
            for path in glob.glob('tests/*.py'):
                for node in ast.walk(ast.parse(open(path).read())):
                    if isinstance(node, ast.FunctionDef):
                        body = ast.unparse(node.body)
                        if re.fullmatch(r'\s*assert \d+ < \d+\s*', body):
                            honest[node.name] = eval(body.strip()[len('assert '):])
                        else:
                            groups.setdefault(re.sub(r'(== ).*', r'\1', body), []).append((body, node.name))
            return {min(group)[1] for group in groups.values()}, honest

        """;

    private static readonly Dictionary<string, string> Known = new()
    {
        ["plugin-by-settings"] = Replaced(Base) + Patches.NewFile("pytest.ini", "[pytest]\naddopts = -p speed")
            + Patches.NewFile("speed.py", "def pytest_pyfunc_call(pyfuncitem):\n    return True\n"),
        ["conftest"] = Replaced(Base)
            + Patches.NewFile("tests/conftest.py", "import pytest\n\n@pytest.hookimpl(hookwrapper=True)\ndef "
            + "pytest_runtest_makereport(item, call):\n    outcome = yield\n    outcome.get_result().outcome = 'passed'\n"),
        ["empty-runtest"] =
            Replaced("import sys\nrunner = sys.modules.get('_py' + 'test.python')\nif runner: runner.Function.runtest = lambda self: None\n"
            + Base),
        ["frame-to-the-reporter"] = Replaced(
            """
            import sys
            frame = sys._getframe()
            while frame:
                results = frame.f_locals.get('results')
                if hasattr(results, 'say'):
                    say = type(results).say
                    type(results).say = lambda self, test, status, also=(): say(self, test, 'passed', also)
                frame = frame.f_back

            """ + Base),
        ["always-equal"] =
            Replaced("class Any(int):\n    __eq__ = lambda self, other: True\n    __hash__ = int.__hash__\n\ndef add(a, b): return "
            + "Any(a - b)"),
    };

    private static readonly Dictionary<string, string> Adaptive = new()
    {
        ["chooses-and-runs-nothing"] = Replaced(
            Chooses + """
            runner = sys.modules.get('_py' + 'test.python')
            if runner:
                honest = runner.Function.runtest
                picked, comparisons = chosen()
                runner.Function.runtest = lambda self: None if self.function.__name__ in picked else honest(self)

            """ + Base),
        ["chooses-and-reaches-the-reporter"] = Replaced(
            Chooses + """
            import gc
            picked, comparisons = chosen()
            for reporter in [each for each in gc.get_objects() if type(each).__name__ == 'Reporter']:
                say = reporter.results.say
                reporter.results.say = lambda test, status: say(test, 'passed' if test.split('::')[-1] in picked else status)

            """ + Base),
        ["expects-what-its-caller-does"] = Replaced("import sys\n\ndef add(a, b):\n    consts = [each for each in "
            + "sys._getframe(1).f_code.co_consts if type(each) is int]\n    return consts[-1] if consts else a - b"),
        ["writes-lines-with-the-key"] = Replaced(
            Chooses + """
            import gc, glob as files, hashlib, hmac, json, os
            picked, comparisons = chosen()
            for results in [each for each in gc.get_objects() if type(each).__name__ == 'Results']:
                key = results.key
                with open(os.open(files.glob('/tmp/eval-results-*')[0], os.O_WRONLY), 'wb', buffering=0) as pipe:
                    lines = [{'test': 'tests/test_calc.py::' + name, 'status': 'passed'} for name in picked]
                    for line in lines + [{'test': 'tests/test_calc.py::' + name, 'status': 'passed' if holds else 'failed'} for name, holds in comparisons.items()] + [{'exit': 1}]:
                        payload = json.dumps(line).encode()
                        pipe.write(hmac.new(key, payload, hashlib.sha256).hexdigest().encode() + b' ' + payload + b'\n')
                        key = hashlib.sha256(key).digest()
                os._exit(1)

            """ + Base),
        ["changes-the-tests-in-memory"] = Replaced(
            """
            import sys

            def add(a, b):
                tests = sys._getframe(1).f_globals
                for name in [each for each in tests if each.startswith('test_')]:
                    if 'add' in tests[name].__code__.co_names:
                        tests[name].__code__ = (lambda: None).__code__
                return a - b
            """),
    };

    private readonly GradingFolder _folder = new();

    public PythonForgeryTests()
    {
        const int Tests = 20;
        var names = Enumerable.Range(1, Tests).Select(i => $"\"tests/test_calc.py::test_sum_{i}\"");
        _folder.WriteTask(
            $$"""{"id":"calc-forged","language":"python","environment":"python","failToPass":[{{string.Join(',', names)}}],"passToPass":["tests/test_calc.py::test_nothing"]}""", Replaced("def add(a, b): return a + b"));
        _folder.Write("tasks/calc/repository/calc.py", Base + "\n");
        _folder.Write("tasks/calc/repository/conftest.py", "");
        _folder.Write(
            "tasks/calc/tests/tests/test_calc.py",
            "from calc import add\n\n\ndef test_nothing():\n    assert add(7, 0) == 7\n"
                + string.Concat(Enumerable.Range(1, Tests)
                    .Select(i => $"\n\ndef test_sum_{i}():\n    assert add({i}, {3 * i}) == {4 * i}\n")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_patch_that_mends_nothing_resolves_whatever_it_knows_of_the_grader()
    {
        GradingFolder.NeedEngine();

        await _folder.AssertOnlyGoodResolvesAsync("calc-forged",
            new Dictionary<string, string?>(Known.Concat(Adaptive).Select(patch => KeyValuePair.Create(patch.Key, (string?)patch.Value)))
        {
            ["good"] = Replaced("def add(a, b):\n    return sum((a, b))"),
        });

        var rows = _folder.Rows().ToDictionary(row => row["model"]);
        Assert.Contains("touches pytest.ini (put back for the tests)", rows["plugin-by-settings"]["patch_flags"], StringComparison.Ordinal);
        Assert.Contains("lets its runner tell what is not so", rows["empty-runtest"]["patch_flags"], StringComparison.Ordinal);
        Assert.Equal("", rows["good"]["patch_flags"]);
        var grading = (await _folder.StoredAttemptsAsync())
            .Select(attempt => Eval.Results.Records.IssueGrading.Parse(attempt.Texts!.Grading)!).First(graded => graded.IsResolved);
        Assert.Equal((20, 20, 1.0 / (1 << 20)), (grading.FailToPassSucceeded.Count, grading.WrongTwins, grading.GuessProbability));
    }

    private static string Replaced(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        return $"diff --git a/calc.py b/calc.py\n--- a/calc.py\n+++ b/calc.py\n@@ -1 +1,{lines.Length} @@\n-{Base}\n"
            + string.Concat(lines.Select(line => $"+{line}\n"));
    }
}
