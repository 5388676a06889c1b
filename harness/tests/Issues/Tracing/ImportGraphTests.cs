using Eval.Harness.Issues.Tracing;

namespace Eval.Harness.Tests.Issues.Tracing;

public sealed class ImportGraphTests
{
    [Theory]
    [InlineData("import calc.core", "calc/__init__.py calc/core.py")]
    [InlineData("import os, calc.core as c  # all", "calc/__init__.py calc/core.py")]
    [InlineData("    from calc import core", "calc/__init__.py calc/core.py")]
    [InlineData("from calc import (\n    core,  # sums\n    words as w,\n)", "calc/__init__.py calc/core.py calc/words.py")]
    [InlineData("module = importlib.import_module('calc.words')", "calc/__init__.py calc/words.py")]
    [InlineData("from .helpers import one", "tests/helpers.py")]
    [InlineData("from . import helpers", "tests/helpers.py")]
    [InlineData("from ..calc.words import w", "calc/__init__.py calc/words.py")]
    [InlineData("import helpers", "tests/helpers.py")]
    [InlineData("from kept.store import Store", "src/kept/store.py")]
    [InlineData("# import calc\ntext = 'from calc import core'", "")]
    public void Modules_of_Python_are_found_by_their_names(string text, string imported) =>
        AssertImports("tests/test_calc.py", text, imported, "calc/__init__.py", "calc/core.py", "calc/words.py", "tests/helpers.py",
            "src/kept/store.py");

    [Theory]
    [InlineData("const { add } = require('../lib/calc.js');", "lib/calc.js")]
    [InlineData("const { add } = require(\"../lib/calc\")", "lib/calc.js")]
    [InlineData("import { add } from '../lib/calc.js';", "lib/calc.js")]
    [InlineData("import './setup.mjs'", "test/setup.mjs")]
    [InlineData("const all = await import('../lib');", "lib/index.js")]
    [InlineData("const fs = require('node:fs');", "")]
    [InlineData("require('../../outside.js')", "")]
    public void Modules_of_JavaScript_are_found_by_their_paths(string text, string imported) =>
        AssertImports("test/calc.test.js", text, imported, "lib/calc.js", "lib/index.js", "test/setup.mjs");

    [Theory]
    [InlineData("import { add } from '../lib/calc.js';", "lib/calc.ts")]
    [InlineData("import { add } from '../lib/view.js';", "lib/view.tsx")]
    [InlineData("import { add } from '@/calc';", "lib/calc.ts")]
    [InlineData("import { add } from '#lib/calc.js';", "lib/calc.ts")]
    [InlineData("import { add } from '~/deep/calc';", "lib/deep/calc.mts")]
    [InlineData("import { add } from '@scope/calc';", "")]
    [InlineData("import { add } from 'calc';", "")]
    public void Modules_of_TypeScript_are_found_by_what_they_become_and_by_names_of_the_projects_own(string text, string imported) =>
        AssertImports("test/calc.test.ts", text, imported, "lib/calc.ts", "lib/view.tsx", "lib/deep/calc.mts");

    [Fact]
    public void What_is_imported_is_followed_also_in_circles()
    {
        var graph = new ImportGraph(
            new Dictionary<string, string> { ["a.py"] = "import b", ["b.py"] = "import c", ["c.py"] = "import a", ["d.py"] = "import a" },
                ["a.py"]);

        Assert.Equal(["a.py", "b.py", "c.py"], graph.Reach(["a.py"]).Order());
    }

    private static void AssertImports(string test, string text, string imported, params string[] files)
    {
        var texts = files.ToDictionary(file => file, _ => "");
        texts[test] = text;

        Assert.Equal(imported, string.Join(' ', new ImportGraph(texts, [test]).Imports(test).Distinct().Order(StringComparer.Ordinal)));
    }
}
