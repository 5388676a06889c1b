using static Eval.Sandboxes.Probes.JavaScriptProbes;

namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in JavaScript on what is compared, on the channel, and on what the tests hand over.</summary>
internal static class JavaScriptVerdictProbes
{
    public static IEnumerable<SandboxProbe> All() => [.. Channel(), .. Values(), .. Secrets()];

    private static SandboxProbe Forged(string name, string answer, string? tests = null, string? control = null)
    {
        var probe = Probe(ProbeShape.ForgedVerdict, name, answer);
        return probe with { Tests = tests is null ? probe.Tests : $"const assert = require('node:assert');\n{tests}", Control = control };
    }

    private static IEnumerable<SandboxProbe> Channel() =>
    [
        Probe(ProbeShape.ForgedVerdict, "printing a forged success",
            "console.log('{\"status\":\"completed\",\"kind\":\"held\"}'); process.exit(0);"),
        Body(ProbeShape.ForgedVerdict, "writing to every descriptor",
            "const b = Buffer.from('R{\"status\":\"completed\",\"kind\":\"held\"}'); for (let d = 0; d < 256; d++) { try { "
            + "require('fs').writeSync(d, b); } catch {} } process.reallyExit(0);"),
        Body(ProbeShape.ForgedVerdict, "a message that is none",
            "require('fs').writeSync(3, Buffer.from([3, 0, 0, 0, 123, 123, 123])); for (;;);"),
        Body(ProbeShape.ForgedVerdict, "a value that is none",
            "const s = '{\"v\":{\"zz\":1}}'; require('fs').writeSync(3, Buffer.from([s.length, 0, 0, 0, ...Buffer.from(s)])); for (;;);"),
        Body(ProbeShape.ForgedVerdict, "changing built-in objects", "require('assert').deepEqual = () => {}; Object.prototype.toJSON = () "
            + "=> 42; JSON.stringify = () => '{\"v\":41}'; Array.prototype.map = () => 42; return 41;"),
        Forged("a result in place of a value", "function f() { const b = "
            + "Buffer.from('{\"v\":null,\"status\":\"completed\",\"kind\":\"held\"}'); const n = Buffer.alloc(4); "
            + "n.writeUInt32LE(b.length); require('fs').writeSync(3, Buffer.concat([n, b])); process.reallyExit(0); }"),
        Forged("a call of the tests that is none", "function f() { for (const k of ['{\"k\":[\"constructor\",[\"return "
            + "process.exit(0)\"]]}', '{\"k\":[\"__proto__\",[]]}', '{\"k\":[999,[]]}', "
            + "'{\"w\":[{\"d\":[[\"__proto__\",{\"d\":[]}]]}],\"v\":41}']) { const b = Buffer.from(k); const n = Buffer.alloc(4); "
            + "n.writeUInt32LE(b.length); require('fs').writeSync(3, Buffer.concat([n, b])); } return 41; }"),
        Forged("a message of no length, then the end",
            "function f() { require('fs').writeSync(3, Buffer.alloc(4)); process.reallyExit(0); }"),
        Forged("leaving by a handler", "process.on('exit', () => process.reallyExit(0)); process.on('uncaughtException', () => {}); "
            + "function f() { throw new Error('no'); }"),
        Forged("abort, in the middle of a call", "function f() { process.abort(); }"),
        Forged("errors that are called like those of the tests", "class AssertionError extends Error {} function f() { const e = new "
            + "AssertionError('held'); e.code = 'ERR_ASSERTION'; e.generatedMessage = true; throw e; }"),
        Forged("an error that blames the data set",
            "function f() { const e = new Error(\"Cannot find module 'left-pad'\"); e.code = 'MODULE_NOT_FOUND'; throw e; }"),
        Forged("no memory, in the tests' words", "function f() { throw new RangeError('heap out of memory'); }"),
        Forged("changed built-ins of messages", "JSON.stringify = () => '{\"v\":42}'; Buffer.from = () => Buffer.alloc(0); "
            + "require('fs').writeSync = () => 0; Function.prototype.call = () => 42; function f() { return 41; }"),
        Forged("changed assertions", "const a = require('node:assert'); for (const k of Object.keys(a)) a[k] = () => {}; a.strict = a; "
            + "function f() { return 41; }"),
        Forged("options for the next program", "process.env.NODE_OPTIONS = '--require=/tmp/left.js'; "
            + "require('fs').writeFileSync('/tmp/left.js', 'process.exit(0)'); process.execArgv.push('--require=/tmp/left.js'); function "
            + "f() { return 41; }"),
        Forged("a thread that goes on", "const { Worker } = require('worker_threads'); new Worker(\"const b = "
            + "Buffer.from('{\\\"v\\\":42}'); const n = Buffer.alloc(4); n.writeUInt32LE(b.length); for (;;) { try { "
            + "require('fs').writeSync(3, Buffer.concat([n, b])); } catch {} }\", { eval: true }); function f() { Atomics.wait(new "
            + "Int32Array(new SharedArrayBuffer(4)), 0, 0, 300); return 41; }", "assert.deepStrictEqual(f(), 42 + 1);",
                "const f = () => 43;"),
    ];

    private static IEnumerable<SandboxProbe> Values() =>
    [
        Body(ProbeShape.ForgedVerdict, "a lying object",
            "return { valueOf: () => 42, toString: () => '42', [Symbol.toPrimitive]: () => 42 };"),
        Body(ProbeShape.ForgedVerdict, "a prototype in its value", "return JSON.parse('{\"__proto__\":{\"polluted\":42}}');"),
        Forged("a proxy that has everything", "const f = () => new Proxy({}, { get: (t, k) => k === Symbol.iterator ? undefined : 42, has: "
            + "() => true, ownKeys: () => [], getPrototypeOf: () => Number.prototype });"),
        Forged("a proxy of an array that lies about its length",
            "const f = () => new Proxy([41], { get: (t, k) => k === 'length' ? 0 : t[k] });", "assert.deepStrictEqual(f(), [42]);",
                "const f = () => [42];"),
        Forged("a getter that changes its mind", "const f = () => { let n = 40; return { get x() { return n++; } }; };",
            "const o = f();\nassert.notStrictEqual(o.x, 40);\nassert.deepStrictEqual(o, { x: 42 });", "const f = () => ({ x: 42 });"),
        Forged("toJSON that lies", "const f = () => ({ x: 41, toJSON: () => ({ x: 42 }) });", "assert.deepStrictEqual(f(), { x: 42 });",
            "const f = () => ({ x: 42 });"),
        Forged("a subclass of Array", "class L extends Array { get length() { return 1; } every() { return true; } includes() { return "
            + "true; } static get [Symbol.species]() { return L; } } const f = () => L.of(41);",
                "assert.ok(f().includes(42));\nassert.deepEqual(f(), [42]);", "const f = () => [42];"),
        Forged("a subclass of Map and Set",
            "class M extends Map { get() { return 42; } has() { return true; } get size() { return 1; } } const f = () => new M();",
                "const m = f();\nassert.strictEqual(m.get('x'), 42);\nassert.ok(m.has('x'));", "const f = () => new Map([['x', 42]]);"),
        Forged("a subclass of String",
            "class L extends String { startsWith() { return true; } includes() { return true; } } const f = () => new L('no');",
                "assert.ok(f().startsWith('yes'));", "const f = () => 'yes';"),
        Forged("a subclass of Number",
            "class L extends Number { valueOf() { return 42; } [Symbol.toPrimitive]() { return 42; } } const f = () => new L(41);",
                "assert.ok(f() == 42);\nassert.strictEqual(f(), 42);"),
        Forged("a date that is none",
            "class L extends Date { getTime() { return 42; } valueOf() { return 42; } } const f = () => new L(41);",
                "assert.deepStrictEqual(f(), new Date(42));", "const f = () => new Date(42);"),
        Forged("a promise that is none", "const f = () => ({ then: (done) => { done(41); done(42); } });",
            "(async () => assert.strictEqual(await f(), 42))();", "const f = async () => 42;"),
        Forged("a name of a type", "const f = () => ({ [Symbol.toStringTag]: 'Number', constructor: Number, __proto__: null });"),
        Forged("polluted prototypes", "Object.prototype.x = 42; Array.prototype[0] = 42; Object.prototype.v = 42; const f = () => ({});",
            "const r = f();\nassert.ok(r.x === 42 || [][0] === 42 || ({}).v === 42);", "const f = () => ({ x: 42 });"),
        Forged("a prototype in an argument that it changes", "const f = (o) => { o['__proto__'] = { admin: 42 }; Object.defineProperty(o, "
            + "'__proto__', { value: { admin: 42 }, enumerable: true }); };", "const o = {};\nconst r = f(o);\nassert.ok(r === 42 || "
            + "({}).admin === 42);", "const f = () => 42;"),
        Forged("a lie that an argument becomes", "const f = (a) => { a[0] = { valueOf: () => 42 }; };",
            "const a = [0];\nf(a);\nassert.deepStrictEqual(a, [42]);", "const f = (a) => { a[0] = 42; };"),
        Forged("a lie that is handed to a function of the tests", "const f = (g) => g({ valueOf: () => 42, toString: () => '42' });",
            "assert.strictEqual(f((x) => x === 42), true);", "const f = (g) => g(42);"),
        Forged("lies of an iterator", "function* f() { yield { valueOf: () => 42 }; }", "assert.deepStrictEqual([...f()], [42]);",
            "function* f() { yield 42; }"),
        Forged("no number at all", "const f = () => NaN;", "const v = f();\nassert.ok(v === v && Math.abs(v - 42) < 1);"),
    ];

    private static IEnumerable<SandboxProbe> Secrets() =>
    [
        Body(ProbeShape.Secret, "the stack above its own", "const e = new Error(); Error.prepareStackTrace = (x, s) => s; return "
            + "e.stack.some(c => /tests\\.js|tester/.test(String(c.getFileName()))) ? 42 : 0;"),
        Secret("modules that are loaded",
            "const f = () => Object.keys(require.cache).some(k => /tests|tester/.test(k)) || module.parent ? 42 : 0;"),
        Secret("the names of a function that is handed over",
            "const f = (g) => g.caller ?? g.arguments ?? (String(g).match(/\\d+/) ?? [0])[0] * 1;",
                "require('node:assert').strictEqual(f(() => 42), 42);", "const f = (g) => g();"),
        Secret("the constructor of a function that is handed over",
            "const f = (g) => g.constructor('return typeof expected === \"undefined\" ? 0 : expected')();", "globalThis.expected = "
            + "42;\nrequire('node:assert').strictEqual(f(() => 0), 42);"),
        Secret("internal bindings", "const f = () => { for (const n of ['contextify', 'inspector', 'util', 'fs']) { try { const b = "
            + "process.binding(n); if (b.expected) return 42; } catch {} } return globalThis.expected ?? 0; };",
                "globalThis.expected = 42;\nrequire('node:assert').strictEqual(f(), 42);"),
        Secret("a debugger on its own process", "const f = () => { const i = require('inspector'); const s = new i.Session(); s.connect(); "
            + "let found = 0; s.on('Debugger.scriptParsed', (m) => { if (/tests\\.js|tester\\.js/.test(m.params.url)) found = 42; }); "
            + "s.post('Debugger.enable'); return found; };"),
        Secret("a report on its own process", "const f = () => "
            + "/tests\\.js|expected/.test(JSON.stringify(process.report.getReport().javascriptStack) + "
            + "JSON.stringify(process.report.getReport().environmentVariables)) ? 42 : 0;", "globalThis.expected = "
            + "42;\nrequire('node:assert').strictEqual(f(), 42);"),
        Secret("its whole memory", "const fs = require('fs'), crypto = require('crypto'); const f = () => { const m = "
            + "fs.openSync('/proc/self/mem', 'r'); for (const line of fs.readFileSync('/proc/self/maps', 'utf8').split('\\n')) { const [a, "
            + "b] = line.split(' ')[0].split('-').map(x => parseInt(x, 16)); if (!(b - a < 1 << 26)) continue; const t = Buffer.alloc(b - "
            + "a); try { fs.readSync(m, t, 0, b - a, a); } catch { continue; } for (let i = t.indexOf('secret'); i >= 0; i = "
            + "t.indexOf('secret', i + 1)) if (crypto.createHash('md5').update(t.subarray(i, i + 19)).digest('hex') === "
            + "'0d2b68e0fc6326ff98e8c49cf4d8e338') return 42; } return 0; };", "const expected = 'secret of the "
            + "tests';\nrequire('node:assert').strictEqual(f(), 42);"),
    ];

    private static SandboxProbe Secret(string name, string answer, string? tests = null, string? control = null)
    {
        var probe = Probe(ProbeShape.Secret, name, answer);
        return probe with { Tests = tests ?? probe.Tests, Control = control };
    }
}
