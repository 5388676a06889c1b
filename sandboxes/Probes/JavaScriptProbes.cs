namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in JavaScript. Each returns 42, which its test expects, where it gets through.</summary>
internal static class JavaScriptProbes
{
    private const string Others = "require('fs').readdirSync('/proc').filter(p => /^\\d+$/.test(p) && +p !== process.pid)";

    public static IEnumerable<SandboxProbe> All(ProbeTargets targets) =>
    [
        .. Resources(),
        .. Outside(targets),
        .. Runner(),
        .. JavaScriptSystemProbes.All(),
        .. JavaScriptVerdictProbes.All(),
    ];

    internal static SandboxProbe Probe(ProbeShape shape, string name, string answer) => new()
    {
        Language = "javascript",
        Shape = shape,
        Name = name,
        Answer = answer,
        Tests = "require('node:assert').deepEqual(f(), 42);",
    };

    internal static SandboxProbe Body(ProbeShape shape, string name, string body) => Probe(shape, name, $"function f() {{ {body} }}");

    private static IEnumerable<SandboxProbe> Resources() =>
    [
        Body(ProbeShape.Resource, "endless loop", "for (;;);"),
        Body(ProbeShape.Resource, "endless sleep",
            "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 42;") with { WallTime = SandboxProbe.SleepersTime },
        Body(ProbeShape.Resource, "all signals ignored, then an endless loop",
            "for (const s of Object.keys(require('os').constants.signals)) { try { process.on(s, () => {}); } catch {} } for (;;);"),
        Body(ProbeShape.Resource, "recursion without end", "return f();"),
        Probe(ProbeShape.Resource, "exit before the tests", "process.exit(0);"),
        Body(ProbeShape.Resource, "10 GB of memory",
            "const all = []; for (let i = 0; i < 10240; i++) all.push(new Array(1 << 17).fill(i)); return 42;"),
        Body(ProbeShape.Resource, "10 GB of native memory",
            "const all = []; for (let i = 0; i < 160; i++) all.push(Buffer.alloc(1 << 26, 1)); return 42;"),
        Body(ProbeShape.Resource, "2 GB of shared memory", "const all = []; for (let i = 0; i < 32; i++) { const b = new "
            + "SharedArrayBuffer(1 << 26); new Uint8Array(b).fill(1); all.push(b); } return 42;"),
        Body(ProbeShape.Resource, "fork bomb",
            "for (;;) { try { require('child_process').spawn(process.execPath, ['-e', 'for(;;);']).on('error', () => {}); } catch {} }")
            with { WallTime = SandboxProbe.SleepersTime },
        Body(ProbeShape.Resource, "thread bomb", "const { Worker } = require('worker_threads'); for (let i = 0; i < 500; i++) new "
            + "Worker('for(;;);', { eval: true }); for (;;);"),
        Body(ProbeShape.Resource, "1 GB of output", "for (let i = 0; i < 1024; i++) process.stdout.write('x'.repeat(1 << 20)); return 0;"),
        Body(ProbeShape.Resource, "1 GB returned", "return 'x'.repeat(1 << 28);"),
        Body(ProbeShape.Resource, "filling the disk",
            "for (let i = 0; i < 100; i++) require('fs').writeFileSync('/tmp/' + i, Buffer.alloc(1 << 20)); return 42;"),
        Probe(ProbeShape.Resource, "a disk that is full before the tests write to it", "for (let i = 0; i < 100; i++) { try { "
            + "require('fs').writeFileSync('/tmp/' + i, Buffer.alloc(1 << 20)); } catch {} } const f = () => 42;") with
        {
            Tests = "require('fs').writeFileSync('/tmp/tests', 'x'.repeat(1 << 20)); require('node:assert').deepEqual(f(), 42);",
        },
        Body(ProbeShape.Resource, "filling /dev/shm",
            "for (let i = 0; i < 100; i++) require('fs').writeFileSync('/dev/shm/' + i, Buffer.alloc(1 << 20)); return 42;"),
    ];

    private static IEnumerable<SandboxProbe> Outside(ProbeTargets targets) =>
    [
        Body(ProbeShape.WayOut, "environment variables",
            $"return Object.values(process.env).some(v => v.includes('{ProbeTargets.Canary}')) ? 42 : 0;"),
        Body(ProbeShape.WayOut, "environment of others in /proc", $"for (const p of {Others}) {{ try {{ if "
            + $"(require('fs').readFileSync(`/proc/${{p}}/environ`).includes('{ProbeTargets.Canary}')) return 42; }} catch {{}} }} "
            + $"return 0;"),
        Body(ProbeShape.WayOut, "a file of this machine",
            $"return require('fs').readFileSync({System.Text.Json.JsonSerializer.Serialize(targets.File)}).length > 0 ? 42 : 0;"),
        Body(ProbeShape.WayOut, "passwords and other people's files", "for (const p of ['/etc/shadow', '/root/.bashrc', "
            + "'/var/run/docker.sock']) { try { require('fs').readFileSync(p); return 42; } catch {} } return "
            + "require('fs').readdirSync('/home').length > 0 ? 42 : 0;"),
        Body(ProbeShape.WayOut, "writing outside of /tmp", "for (const p of ['/x', '/usr/x', '/etc/x', '/runner/x', '/var/tmp/x', "
            + "'/dev/x', '/home/x', '/proc/sys/kernel/core_pattern', '/sys/kernel/uevent_helper']) { try { require('fs').writeFileSync(p, "
            + "'x'); return 42; } catch {} } return 0;"),
        Body(ProbeShape.WayOut, "devices", "for (const p of ['/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda', '/proc/kcore']) { try { "
            + "require('fs').openSync(p, 'r'); return 42; } catch {} } return 0;"),
        Probe(ProbeShape.WayOut, "a listener on this machine", $"const f = () => new Promise((done, fail) => "
            + $"require('net').connect({targets.Port}, '127.0.0.1', () => done(42)).on('error', fail));")
                with { Tests = Awaited, Control = "const f = async () => 42;" },
        Probe(ProbeShape.WayOut, "the network", "const f = () => new Promise((done, fail) => require('net').connect({ host: '10.0.0.1', "
            + "port: 53, timeout: 1000 }, () => done(42)).on('error', fail).on('timeout', () => fail(new Error('late'))));")
                with { Tests = Awaited, Control = "const f = async () => 42;" },
        Probe(ProbeShape.WayOut, "a name of the network", "const f = () => new Promise((done, fail) => "
            + "require('dns').lookup('example.org', (error) => error ? fail(error) : done(42)));")
                with { Tests = Awaited, Control = "const f = async () => 42;" },
        Body(ProbeShape.WayOut, "root by a program with the right to it",
            "return require('child_process').spawnSync('su', ['-c', 'id'], { stdio: ['ignore', 'pipe', 'pipe'] }).status === 0 ? 42 : 0;"),
        Body(ProbeShape.WayOut, "native code of its own",
            "require('fs').writeFileSync('/tmp/x.node', 'no program'); process.dlopen({ exports: {} }, '/tmp/x.node'); return 42;"),
    ];

    private const string Awaited = "(async () => require('node:assert').deepEqual(await f(), 42))();";

    private static IEnumerable<SandboxProbe> Runner() =>
    [
        Body(ProbeShape.ForeignProcess, "killing the tests' process",
            $"for (const p of {Others}) if (p !== '1') process.kill(+p, 9); return 42;"),
        Body(ProbeShape.ForeignProcess, "killing the runner", "for (const s of [9, 15, 2, 10]) process.kill(1, s); return 0;"),
        Body(ProbeShape.ForeignProcess, "killing everything", "process.kill(-1, 9); return 42;"),
        Body(ProbeShape.ForeignProcess, "memory of the runner", $"for (const p of {Others}) {{ try {{ "
            + $"require('fs').openSync(`/proc/${{p}}/mem`, 'r+'); return 42; }} catch {{}} }} return 0;"),
        Body(ProbeShape.ForeignProcess, "descriptors of the runner", $"for (const p of {Others}) {{ try {{ if "
            + $"(require('fs').readdirSync(`/proc/${{p}}/fd`).length > 0) return 42; }} catch {{}} }} return 0;"),
        Body(ProbeShape.ForeignProcess, "the debugger of the tests' process",
            $"for (const p of {Others}) if (p !== '1') process._debugProcess(+p); return 42;"),
        Body(ProbeShape.ForeignProcess, "a daemon that stays", "require('child_process').spawn('/bin/sh', ['-c', 'while :; do echo x > "
            + "/tmp/again; done'], { detached: true, stdio: 'ignore' }).unref(); return 0;"),
        Body(ProbeShape.ForeignProcess, "folders that resist", "const fs = require('fs'); fs.mkdirSync('/tmp/' + 'x/'.repeat(200), { "
            + "recursive: true }); fs.chmodSync('/tmp/x', 0); return 0;"),
    ];
}
