namespace Eval.Harness.Tests.Issues.Tracing;

/// <summary>Repositories whose tests are configured by files of unusual names, and patches that touch these, on a real engine.</summary>
[Trait("Needs", "docker")]
public sealed class ReadBeforeTestsTests : IDisposable
{
    private const string BeforeTests = "globalThis.level = require('node:fs').readFileSync('lib/level.odd', 'utf8');";

    private readonly GradingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plugins_settings_and_what_is_loaded_beside_the_tests_are_flagged_in_Python()
    {
        _folder.WriteTask(
            """{"id":"calc-odd","language":"python","environment":"python","failToPass":["tests/test_calc.py::test_add"],"passToPass":["tests/test_calc.py::test_zero"]}""",
            Replaced("calc/core.py", "def add(a, b): return a - b", "def add(a, b): return a + b"));
        Write("pytest.ini", "[pytest]\naddopts = -p calc.reporting");
        Write("conftest.py", "import checks.prepare");
        Write("checks/prepare.py", "from pathlib import Path\n\nLIMITS = [each.read_text() for each in "
            + "Path(__file__).parent.glob('*.odd')]\ntry:\n    import own_limits\nexcept ImportError:\n    pass");
        Write("checks/limits.odd", "slow = 3");
        Write("calc/__init__.py", "import importlib\n\nfrom .core import add\n\nimportlib.import_module('calc.' + 'words')");
        Write("calc/core.py", "def add(a, b): return a - b");
        Write("calc/words.py", "ONE = 1");
        Write("calc/reporting.py", "HEADER = 'calc'");
        _folder.Write("tasks/calc/tests/tests/test_calc.py", "from calc.core import add\n\n\ndef test_zero():\n    assert add(0, 0) == "
            + "0\n\n\ndef test_add():\n    assert add(2, 3) == 5\n");

        await AssertFlagsAsync(new()
        {
            [Replaced("calc/core.py", "def add(a, b): return a - b", "def add(a, b): return b + a")
                + Replaced("calc/words.py", "ONE = 1", "ONE = 2")] = "",
            [Replaced("calc/reporting.py", "HEADER = 'calc'", "HEADER = ''")] =
                "touches calc/reporting.py, which is read before the first test",
            [Replaced("checks/limits.odd", "slow = 3", "slow = 30")] = "touches checks/limits.odd, which is read before the first test",
            [Replaced("calc/core.py", "def add(a, b): return a - b", "from .sums import add")
                + Patches.NewFile("calc/sums.py", "def add(a, b): return a + b")] = "",
            [Replaced("calc/core.py", "def add(a, b): return a - b",
                "for i in range(600): open(f'x{i}.py', 'w').write('#' * 65536)\n+def add(a, b): return a + b", 2)
                + Patches.NewFile("calc/new.txt", "2")] = "keeps what was read from being listed",
            [Patches.NewFile("own_limits.py", "slow = 30") + Patches.NewFile("checks/own.odd", "30")] =
                "adds checks/own.odd, which is read before the first test; adds own_limits.py, which is read before the first test",
        });
    }

    [Fact]
    public async Task What_a_script_and_its_settings_load_is_flagged_in_JavaScript()
    {
        _folder.WriteTask(
            """{"id":"calc-odd","language":"javascript","environment":"node","testCommand":"bash tools/check test/calc.test.js","failToPass":["test/calc.test.js > adds"],"passToPass":["test/calc.test.js > keeps zero"]}""",
            Replaced("lib/calc.js", "exports.add = (a, b) => a - b;", "exports.add = (a, b) => a + b;"));
        Write("tools/check",
            ". tools/check.odd\nexport NODE_OPTIONS=\"--require ./lib/$FIRST\"\nexec node /eval/reporters/eval_node.js \"$@\"");
        Write("tools/check.odd", "FIRST=before.js");
        Write("lib/before.js", BeforeTests);
        Write("lib/level.odd", "3");
        Write("lib/calc.js", "exports.add = (a, b) => a - b;");
        _folder.Write(
            "tasks/calc/tests/test/calc.test.js",
            "const test = require('node:test');\nconst assert = require('node:assert');\nconst { add } = "
                + "require('../lib/calc.js');\n\ntest('keeps zero', () => assert.strictEqual(add(0, 0), 0));\ntest('adds', () => "
                + "assert.strictEqual(add(2, 3), 5));\n");

        await AssertFlagsAsync(new()
        {
            [Replaced("lib/calc.js", "exports.add = (a, b) => a - b;", "exports.add = (a, b) => b + a;")] = "",
            [Replaced("tools/check.odd", "FIRST=before.js", "FIRST=calc.js")] =
                "touches tools/check.odd, which is read before the first test",
            [Replaced("lib/before.js", BeforeTests, "globalThis.level = 3;")] =
                "touches lib/before.js, which is read before the first test; replaces what all code shares",
            [Replaced("lib/level.odd", "3", "4")] = "touches lib/level.odd, which is read before the first test",
        });
    }

    [Theory(Explicit = true)]
    [InlineData("mocha", "it('keeps zero', () => assert.strictEqual(add(0, 0), 0));\nit('adds', () => assert.strictEqual(add(2, 3), 5));\n",
        """{"mocha": {"require": ["./lib/before.js"]}}""")]
    [InlineData("mocha", "it('keeps zero', () => assert.strictEqual(add(0, 0), 0));\nit('adds', () => assert.strictEqual(add(2, 3), 5));\n",
        """{"mocha": {"import": "./lib/before.js"}}""")]
    [InlineData("jest", "test('keeps zero', () => expect(add(0, 0)).toBe(0));\ntest('adds', () => expect(add(2, 3)).toBe(5));\n",
        """{"jest": {"setupFiles": ["./lib/before.js"]}}""")]
    [InlineData("jest", "test('keeps zero', () => expect(add(0, 0)).toBe(0));\ntest('adds', () => expect(add(2, 3)).toBe(5));\n",
        """{"jest": {"setupFilesAfterEnv": ["./lib/before.js"]}}""")]
    [InlineData("vitest", "test('keeps zero', () => expect(add(0, 0)).toBe(0));\ntest('adds', () => expect(add(2, 3)).toBe(5));\n", "{}")]
    public async Task What_settings_of_a_runner_have_loaded_first_is_flagged(string runner, string tests, string package)
    {
        _folder.WriteTask(
            $$"""{"id":"calc-odd","language":"javascript","environment":"{{runner}}","failToPass":["test/calc.test.js > adds"],"passToPass":["test/calc.test.js > keeps zero"]}""",
            Replaced("lib/calc.js", "exports.add = (a, b) => a - b;", "exports.add = (a, b) => a + b;"));
        Write("package.json", package);
        Write("vitest.config.mjs", "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { globals: true, "
            + "setupFiles: ['./lib/before.js'] } });");
        Write("lib/before.js", BeforeTests);
        Write("lib/level.odd", "3");
        Write("lib/calc.js", "exports.add = (a, b) => a - b;");
        Write("lib/other.js", "exports.one = 1;");
        _folder.Write("tasks/calc/tests/test/calc.test.js",
            (runner == "mocha" ? "const assert = require('node:assert');\n" : "") + "const { add } = require('../lib/calc.js');\n\n"
            + tests);

        await AssertFlagsAsync(new()
        {
            [Replaced("lib/calc.js", "exports.add = (a, b) => a - b;", "exports.add = (a, b) => b + a;")
                + Replaced("lib/other.js", "exports.one = 1;", "exports.one = 2;")] = "",
            [Replaced("lib/before.js", BeforeTests, "globalThis.level = 3;")] =
                "touches lib/before.js, which is read before the first test; replaces what all code shares",
            [Replaced("lib/level.odd", "3", "4")] = "touches lib/level.odd, which is read before the first test",
        });
    }

    [Fact]
    public async Task What_a_build_imports_copies_and_compiles_for_the_tests_is_flagged_in_CSharp()
    {
        const string Base = "public static class Calc { public static int Add(int a, int b) => a - b; }";
        _folder.WriteTask(
            """{"id":"calc-odd","language":"csharp","environment":"dotnet","failToPass":["SumTests.Adds"],"passToPass":["SumTests.Zero"]}""",
            Replaced("src/Calc/Calc.cs", Base, Base.Replace("a - b", "a + b", StringComparison.Ordinal)));
        Write("src/Calc/Calc.csproj",
            """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        Write("src/Calc/Calc.cs", Base);
        Write("Calc.slnx",
            """<Solution><Project Path="src/Calc/Calc.csproj" /><Project Path="checks/Calc.Checks/Calc.Checks.csproj" /></Solution>""");
        Write(
            "checks/Calc.Checks/Calc.Checks.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk"><Import Project="../common.odd" /><Import Project="../own.odd" Condition="Exists('../own.odd')" /><ItemGroup>
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" /><PackageReference Include="xunit" Version="2.9.3" /><PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
            <ProjectReference Include="../../src/Calc/Calc.csproj" /><None Include="../runner.odd" Link="xunit.runner.json" CopyToOutputDirectory="PreserveNewest" /></ItemGroup></Project>
            """);
        Write("checks/common.odd", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        Write("checks/runner.odd", "{}");
        Write("checks/Calc.Checks/Order.cs", "[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]");
        _folder.Write(
            "tasks/calc/tests/checks/Calc.Checks/SumTests.cs",
            "using Xunit;\n\npublic class SumTests\n{\n    [Fact] public void Zero() => Assert.Equal(0, Calc.Add(0, 0));\n\n    [Fact] "
                + "public void Adds() => Assert.Equal(5, Calc.Add(2, 3));\n}\n");

        await AssertFlagsAsync(new()
        {
            [Replaced("checks/common.odd", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>",
                "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><Optimize>true</Optimize></PropertyGroup></Project>")
                + Replaced("checks/runner.odd", "{}", "{ }")
                + Replaced("checks/Calc.Checks/Order.cs", "[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]",
                    "// Any order.")
                + Patches.NewFile("checks/own.odd", "<Project />")]
                = "touches checks/Calc.Checks/Order.cs, which is read before the first test; touches checks/common.odd, which is read "
                    + "before the first test; touches checks/runner.odd, which is read before the first test; adds checks/own.odd, which "
                    + "is read before the first test",
        });
    }

    private void Write(string path, string text) => _folder.Write($"tasks/calc/repository/{path}", text + "\n");

    /// <summary>Grades patches and compares what of each was flagged.</summary>
    private async Task AssertFlagsAsync(Dictionary<string, string> flagsByPatch)
    {
        GradingFolder.NeedEngine();
        var patches = flagsByPatch.Keys.Select((patch, i) => (Model: $"patch-{i}", Patch: patch))
            .ToDictionary(each => each.Model, each => (string?)each.Patch);
        patches["known"] = File.ReadAllText(Path.Combine(_folder.Eval.Folder, "tasks/calc/gold.patch"));
        _folder.WritePredictions("calc-odd", patches);

        var verdicts = await _folder.GradeAsync("--datasets", "tasks");

        // The known patch is an honest one, and so is each without flags.
        Assert.All(patches.Where(patch => patch.Key == "known" || flagsByPatch[patch.Value!].Length == 0),
            patch => Assert.Equal("passed", verdicts[patch.Key]));
        var expected = patches.ToDictionary(patch => patch.Key, patch => patch.Key == "known" ? "" : flagsByPatch[patch.Value!]);
        Assert.Equal(expected, _folder.Rows().ToDictionary(row => row["model"], row => row["patch_flags"]));
    }

    private static string Replaced(string path, string old, string text, int lines = 1) =>
        $"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1 +1,{lines} @@\n-{old}\n+{text}\n";
}
