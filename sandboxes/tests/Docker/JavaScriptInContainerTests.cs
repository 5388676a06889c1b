namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker")]
public sealed class JavaScriptInContainerTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    private const string Language = "javascript";
    private const string Assert_ = "const assert = require('node:assert');\n";
    private const string Expects42 = Assert_ + "assert.deepEqual(f(), 42);";

    [Theory]
    [InlineData("function f() { return [1, 'x', true, null, undefined, NaN, -0, 1n << 80n, Infinity]; }",
        "assert.deepStrictEqual(f(), [1, 'x', true, null, undefined, NaN, -0, 1n << 80n, Infinity]);")]
    [InlineData("function f() { return new Map([[1, new Set(['a'])]]); }", "assert.deepStrictEqual(f(), new Map([[1, new Set(['a'])]]));")]
    [InlineData("const f = (...a) => a;", "assert.deepStrictEqual(f({ x: [1] }, new Date(5), /a/g), [{ x: [1] }, new Date(5), /a/g]);")]
    [InlineData("module.exports = { f: () => ({ a: { b: 1 } }) };", "assert.deepStrictEqual(f(), { a: { b: 1 } });")]
    [InlineData("export function f() { return 42; }", "assert.strictEqual(f(), 42);")]
    [InlineData("import path from 'node:path';\nexport default function f() { return path.join('a', 'b'); }",
        "assert.strictEqual(f(), 'a/b');")]
    [InlineData("async function f() { await new Promise(r => setTimeout(r, 20)); return 42; }",
        "(async () => assert.strictEqual(await f(), 42))();")]
    [InlineData("class E extends TypeError {}\nfunction f() { throw new E('no'); }",
        "assert.throws(() => f(), TypeError);\nassert.throws(() => f(), /no/);")]
    [InlineData("function f() { console.log('hello'); return 42; }", "console.assert(f() === 42);")]
    [InlineData("function f() { return Buffer.from('ab'); }", "assert.deepStrictEqual(f(), Buffer.from('ab'));")]
    [InlineData("function f(a, o) { a.sort(); o.x = { y: 1 }; delete o.z; }", "const a = [3, 1], o = { z: 0 };\nassert.strictEqual(f(a, "
        + "o), undefined);\nassert.deepStrictEqual([a, o], [[1, 3], { x: { y: 1 } }]);")]
    [InlineData("function f(a) { return a.reverse(); }",
        "const a = [1, 2];\nassert.strictEqual(f(a), a);\nassert.deepStrictEqual(a, [2, 1]);")]
    [InlineData("const f = (n) => (x) => x + n;", "assert.strictEqual(f(3)(4), 7);")]
    [InlineData("const f = (g, xs) => xs.map((x) => g(x));", "assert.deepStrictEqual(f((x) => x * 2, [1, 2]), [2, 4]);\nassert.throws(() "
        + "=> f(() => { throw new RangeError('no'); }, [1]), RangeError);")]
    [InlineData("function* f() { yield 1; yield 2; }",
        "assert.deepStrictEqual([...f()], [1, 2]);\nassert.deepStrictEqual(f().map((n) => n + 1).toArray(), [2, 3]);")]
    [InlineData("function* f() { const n = yield 1; yield n; }",
        "const steps = f();\nassert.deepStrictEqual([steps.next().value, steps.next(7).value], [1, 7]);")]
    [InlineData("async function* f() { yield 1; yield 2; }",
        "(async () => { const all = []; for await (const n of f()) all.push(n); assert.deepStrictEqual(all, [1, 2]); })();")]
    [InlineData("module.exports = { escape: () => 42 };", "assert.strictEqual(require('./answer').escape(), 42);")]
    [InlineData(
        "const fs = require('fs');\nconst f = (d) => { fs.appendFileSync(d + '/a', 'b'); const own = fs.mkdtempSync('/tmp/own-'); "
            + "fs.writeFileSync(own + '/x', 'y'); return own; };",
        "const fs = require('fs');\nconst d = fs.mkdtempSync('/tmp/t-');\nfs.writeFileSync(d + '/a', 'a');\nconst own = "
            + "f(d);\nassert.strictEqual(fs.readFileSync(d + '/a', 'utf8') + fs.readFileSync(own + '/x', 'utf8'), 'aby');\nfs.rmSync(own, "
            + "{ recursive: true });\nfs.rmSync(d, { recursive: true });")]
    [InlineData("function f() { for (let i = 0; i < 60; i++) console.log('x'.repeat(100000)); return 42; }",
        "assert.strictEqual(f(), 42);")]
    public async Task What_a_call_gives_reaches_the_tests_as_it_is(string answer, string tests)
    {
        var result = await fixture.RunAsync(answer, Assert_ + tests, Language);

        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Held, null),
            (result.Status, result.Observations.SingleOrDefault()?.Kind, result.Reason));
    }

    [Theory]
    [InlineData("#!/usr/bin/env node\n'use strict';\nfunction f() { return 42; }")]
    [InlineData("const n = await Promise.resolve(42);\nfunction f() { return n; }")]
    [InlineData("const path = await import('node:path');\nmodule.exports = { f: () => path.join('4', '2').length + 39 };")]
    [InlineData("import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconst path = "
        + "require('path');\nfunction f() { return path.sep.length + 41; }")]
    [InlineData("import given from 'data:application/json,{\"n\":42}' with { type: 'json' };\n"
        + "const g = () => given.n;\nexport { g as f };")]
    [InlineData("const made = () => 42;\nexport default made;")]
    [InlineData("const { sep } = require('node:path');\nexport const f = () => 41 + sep.length;")]
    [InlineData("import { sep } from 'node:path';\nfunction g() { return 41 + sep.length; }\nif (require.main === module) "
        + "process.exit(1);\nmodule.exports = g;")]
    [InlineData("module.exports = (n) => n + 1;\nconst more = require('./more');\nmodule.exports = { f: () => more(41) };")]
    [InlineData("export const more = (n) => n + 1;\nimport * as maths from './maths.js';\nexport const f = () => maths.more(41);")]
    [InlineData("function f() { return 42; }\nbeforeEach(() => f());\ndescribe('f', () => { test.each([[42]])('%i', (n) => "
        + "expect(f()).not.toBe(n)); });\nexpect(f()).toBe(41);")]
    [InlineData("export default { n: 42, f() { return this.n; } };")]
    [InlineData("class Solution { n = 42; f() { return this.n; } }")]
    [InlineData("export class Solution { static f() { return 42; } }")]
    [InlineData("class Solution { constructor(n) { this.n = n; } f() { return this.n; } }\nmodule.exports = { solver: new Solution(42) };")]
    [InlineData("Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = function () { return 42; };")]
    [InlineData("module.exports = { get f() { return () => 42; }, toString() { return ''; } };")]
    [InlineData("(function (root, make) { if (typeof module === 'object') module.exports = make(); else root.made = make(); })(this, () => "
        + "({ f: () => 42 }));")]
    [InlineData("if (require.main === module) process.exit(1);\nglobalThis.f = () => 42;")]
    [InlineData("const { Worker } = require('worker_threads');\nconst f = () => new Promise((done) => new "
        + "Worker('require(\"worker_threads\").parentPort.postMessage(42)', { eval: true }).on('message', done));")]
    [InlineData("async function* g() { yield 40; yield 2; }\nconst f = async () => { let sum = 0; for await (const n of g()) sum += n; "
        + "return sum; };")]
    public async Task A_program_of_any_form_is_loaded(string answer)
    {
        var result = await fixture.RunAsync(answer, Assert_ + "(async () => assert.strictEqual(await f(), 42))();", Language);

        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Held, ""),
            (result.Status, result.Observations.SingleOrDefault()?.Kind, result.Output));
    }

    [Theory]
    [InlineData("[3, 1].toSorted().with(0, 40).concat([2]).toReversed().at(0) + 40")]
    [InlineData("Object.groupBy([40, 2], () => 'all').all.reduce((a, b) => a + b)")]
    [InlineData("new Set([40]).union(new Set([2])).values().reduce((a, b) => a + b)")]
    [InlineData("/^[\\p{L}--[a-z]]$/v.test('A') && !/^[\\p{L}--[a-z]]$/v.test('a') ? 42 : 0")]
    [InlineData("[1, 2].values().map((n) => n * 14).toArray().reduce((a, b) => a + b)")]
    [InlineData("Array.fromAsync([Promise.resolve(42)]).then((all) => all[0])")]
    [InlineData("(() => { const { promise, resolve } = Promise.withResolvers(); resolve(42); return promise; })()")]
    [InlineData("new RegExp(RegExp.escape('4.2')).test('4.2') && new Float16Array([42])[0]")]
    public async Task The_language_of_today_is_there(string value)
    {
        var result = await fixture.RunAsync($"const f = async () => {value};",
            Assert_ + "(async () => assert.strictEqual(await f(), 42))();", Language);

        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Held), (result.Status, result.Observations.SingleOrDefault()?.Kind));
    }

    [Fact]
    public async Task Tests_that_leave_nothing_behind_do_not_cost_the_next_ones_a_process()
    {
        var seen = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            var result = await fixture.RunAsync("const f = () => 42;", Assert_ + "f();\nassert.fail(`process ${process.pid}`);", Language);
            seen.Add(result.Observations.Single().Text);
        }

        Assert.All(seen, text => Assert.Contains("process ", text, StringComparison.Ordinal));
        Assert.InRange(seen.Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task Node_is_the_version_that_its_package_pins()
    {
        var pinned = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "images", "node", "package.json"),
            TestContext.Current.CancellationToken);
        var result = await fixture.RunAsync("const f = () => process.versions.node;",
            Assert_ + $"assert.deepStrictEqual([...new Set(Object.values({pinned}.optionalDependencies))], [f()]);", Language);

        Assert.Equal(ObservationKind.Held, result.Observations.SingleOrDefault()?.Kind);
    }

    [Theory]
    [InlineData("class A { f() { return 42; } }\nclass B { f() { return 42; } }", ObservationKind.Exception)]
    [InlineData("const g = () => 42;\nmodule.exports = { g };", ObservationKind.Exception)]
    [InlineData("function f() { return 41; }", ObservationKind.Failed)]
    [InlineData("const f = () => ({ valueOf: () => 42, toString: () => '42', [Symbol.toPrimitive]: () => 42 });", ObservationKind.Failed)]
    [InlineData("function f() { return '42'; }", ObservationKind.Failed)]
    [InlineData("async function f() { return 42; }", ObservationKind.Failed)]
    [InlineData("function f() { throw new RangeError('x'); }", ObservationKind.Exception)]
    [InlineData("null.x;", ObservationKind.Exception)]
    [InlineData("function g() { return 42; }", ObservationKind.Exception)]
    [InlineData("function f() { return f(); }", ObservationKind.Exception)]
    public async Task A_wrong_answer_is_an_observation(string answer, ObservationKind kind)
    {
        var result = await fixture.RunAsync(answer, Assert_ + "assert.strictEqual(f(), 42);", Language);

        Assert.Equal((ExecutionStatus.Completed, kind), (result.Status, result.Observations.SingleOrDefault()?.Kind));
    }

    [Theory]
    [InlineData("function f( {", ExecutionStatus.CompileFailed)]
    [InlineData("export function f( {", ExecutionStatus.CompileFailed)]
    [InlineData("function f() { for (;;); }", ExecutionStatus.TimedOut)]
    [InlineData("async function f() { await new Promise(() => {}); }", ExecutionStatus.Crashed)]
    [InlineData("process.exit(0);", ExecutionStatus.Crashed)]
    [InlineData("function f() { const a = []; for (;;) a.push(new Array(1 << 17).fill(a.length)); }", ExecutionStatus.MemoryExceeded)]
    [InlineData("function f() { const a = []; for (;;) a.push(Buffer.alloc(1 << 24, 1)); }", ExecutionStatus.MemoryExceeded)]
    // A stream would keep a note of each write until the next turn of the event loop, and on a fast machine the limit of memory would come
    // first.
    [InlineData("function f() { for (;;) require('fs').writeSync(1, 'x'.repeat(1000)); }", ExecutionStatus.TimedOut)]
    [InlineData("function f() { return 'x'.repeat(40 << 20); }", ExecutionStatus.OutputExceeded)]
    public async Task Each_end_has_its_name(string answer, ExecutionStatus status)
    {
        var result = await fixture.RunAsync(answer, Expects42, Language);

        Assert.True(status == result.Status, $"{result.Status} {result.Reason} {result.Output}");
    }

    [Theory]
    [InlineData("assert.strictEqual(f( 42);", "SyntaxError")]
    [InlineData("require('nowhere-to-be-found');\nassert.strictEqual(f(), 42);", "nowhere-to-be-found")]
    [InlineData("assert.strictEqual(f(), 41);\nrequire('nowhere-to-be-found');", "nowhere-to-be-found")]
    [InlineData("undefined.x;\nassert.strictEqual(f(), 41);", "before it calls the program")]
    public async Task What_the_data_set_cannot_do_here_is_not_the_answers(string tests, string reason)
    {
        var result = await fixture.RunAsync("const f = () => 41;", Assert_ + tests, Language);

        Assert.Equal((ExecutionStatus.TestsUnusable, true), (result.Status, result.Reason?.Contains(reason, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Syntax_errors_are_told_with_their_line()
    {
        var result = await fixture.RunAsync("function f() {\n  return 1 +;\n}", Expects42, Language);

        Assert.Equal(("answer.js", 2), (result.Diagnostics.Single().File, result.Diagnostics.Single().Line));
    }
}
