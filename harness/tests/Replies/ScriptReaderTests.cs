using Eval.Harness.Replies;

namespace Eval.Harness.Tests.Replies;

public sealed class ScriptReaderTests
{
    [Theory]
    [InlineData("'use strict';\nimport { a as b } from 'c';\nexport async function* f({ a, b: [c] }, ...d) { for await (const x of y) "
        + "yield x; }\n")]
    [InlineData("const r = /[{}\"'`/]/g, d = a / b / c;\nif (/x/.test(y)) { z = (a) / 2; }\n")]
    [InlineData("const t = `a ${b ? `c ${d}` : '}'} e`;\n// isn't read\n/* nor 'this */\nlet u = x => ({ y: x });\n")]
    [InlineData("class A extends B {\n  static #n = 1;\n  get x() { return this.#n; }\n  async f() { }\n}\nlabel: for (;;) { break "
        + "label; }\n")]
    [InlineData("const f = function g() { return a\n  .b()\n  ?.c; }\nvar x = 1, y\nx++\ny = new Set()\n")]
    [InlineData("function f() { return 1; } function g() { }\nclass A { static { } #p = 1_000n; has(o) { return #p in o; } }\nusing x = "
        + "open(), y = /[\\p{L}--[a-z]]/v;\n")]
    [InlineData("const n = a\n  - b\n  * c;\nawait using z = open();\nexport * as m from 'x' with { type: 'json' };\n")]
    [InlineData("")]
    public void Script_is_read(string code) => Assert.True(new ScriptReader().Read(code).Parses);

    [Theory]
    [InlineData("This returns the sum.")]
    [InlineData("function f() {")]
    [InlineData("f(1))")]
    [InlineData("const a = 'open")]
    [InlineData("npm install lodash")]
    [InlineData("def f(x):\n    return x y")]
    [InlineData("```")]
    public void What_is_no_script_is_refused(string text) => Assert.False(new ScriptReader().Read(text).Parses);

    [Fact]
    public void What_is_declared_and_needed_is_seen()
    {
        var outline = new ScriptReader().Read("const { a, b: c } = load(x);\nlet d = 1, e = c;\nfunction f(g, { h }) { const i = j(g); "
            + "return i.k + h + d; }\nexport { f as m };\nclass N extends O { }\n");

        Assert.Equal(["N", "a", "c", "d", "e", "f", "m"], outline.Declares.Order(StringComparer.Ordinal));
        Assert.Equal(["O", "j", "load", "x"], outline.Needs.Distinct().Order(StringComparer.Ordinal));
    }
}
