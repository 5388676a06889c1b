using System.Text.Json;
using static Eval.Sandboxes.Probes.JavaScriptProbes;

namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in JavaScript that go through the system, also by a program of another language that the image holds.</summary>
internal static class JavaScriptSystemProbes
{
    private const string Fs = "const fs = require('fs');\n";

    /// <summary>What Node has no calls for is tried by a child, which is held by all that holds its parent.</summary>
    private static readonly HashSet<string> ByChild =
    [
        "kill", "tgkill and tkill", "fcntl F_SETOWN and F_SETSIG", "fcntl F_SETOWN_EX", "ioctl FIOSETOWN", "reading memory",
            "tracing by seizing", "the limits of a process",
        "a descriptor out of a process", "becoming the user of the tests", "a POSIX queue", "a System V queue",
            "a System V segment and its name", "a System V semaphore", "a key",
        "an abstract socket of a process that stays", "an attribute of a folder", "the time of a device or a folder",
            "a lock of a process that stays",
    ];

    public static IEnumerable<SandboxProbe> All() =>
    [
        .. PythonSystemProbes.All().Where(probe => ByChild.Contains(probe.Name)).Select(InChild),
        .. ForeignProcesses(),
        .. SharedState(),
    ];

    private static SandboxProbe InChild(SandboxProbe probe) => Probe(probe.Shape, probe.Name + ", by a child", Child(probe.Answer)) with
    {
        Next = probe.Next is { } next ? Child(next) : null,
        Control = probe.Control is { } control ? Child(control) : null,
    };

    /// <summary>Returns an answer whose function runs a Python program and returns its exit code.</summary>
    public static string Child(string python, string output = "ignore") =>
        $"const f = () => require('child_process').spawnSync('/usr/bin/python3', ['-S', '-c', "
            + $"{JsonSerializer.Serialize(python + "\nos._exit(f())")}], {{ stdio: ['ignore', '{output}', '{output}'] }}).status;";

    private static IEnumerable<SandboxProbe> ForeignProcesses() =>
    [
        Body(ProbeShape.ForeignProcess, "the priority of others", "const os = require('os'); for (const p of "
            + "require('fs').readdirSync('/proc').filter(p => +p && +p !== process.pid)) { try { os.setPriority(+p, 19); return 42; } "
            + "catch {} } return 0;") with
        {
            Control = "const f = () => { require('os').setPriority(0, 19); return 42; };",
        },
        Body(ProbeShape.ForeignProcess, "becoming another user", "for (const id of [0, 65533]) { try { process.setuid(id); if "
            + "(process.getuid() === id) return 42; } catch {} try { process.seteuid(id); return 42; } catch {} } return 0;"),
        Body(ProbeShape.ForeignProcess, "names of what the others are and have", "for (const p of "
            + "require('fs').readdirSync('/proc').filter(p => +p && +p !== process.pid)) for (const n of ['environ', 'maps', 'mem', "
            + "'auxv', 'io', 'syscall', 'fd/3']) { try { if (require('fs').readFileSync(`/proc/${p}/${n}`).length > 0) return 42; } catch "
            + "{} } return 0;"),
    ];

    /// <summary>
    /// A first answer leaves something, a second one looks for it; both in one are the control where it can be left at all.
    /// </summary>
    private static SandboxProbe Left(string name, string leave, string look, bool isRefused = false) =>
        Probe(ProbeShape.SharedState, name, $"{Fs}{leave}\nconst f = () => 0;") with
        {
            Next = $"{Fs}const f = () => ({look}) ? 42 : 0;",
            Control = isRefused ? null : $"{Fs}{leave}\nconst f = () => ({look}) ? 42 : 0;",
        };

    private static IEnumerable<SandboxProbe> SharedState() =>
    [
        Left("files in memory",
            "for (const d of ['/tmp', '/dev/shm', '/var/tmp', '/run']) { try { fs.writeFileSync(d + '/left', 'x'); } catch {} }",
                "['/tmp', '/dev/shm', '/var/tmp', '/run'].some(d => fs.existsSync(d + '/left'))"),
        Left("a file among the queues", "try { fs.writeFileSync('/dev/mqueue/left', ''); } catch {}", "fs.existsSync('/dev/mqueue/left')",
            isRefused: true),
        Left("a report on itself", "process.report.writeReport('/tmp/report.json');", "fs.readdirSync('/tmp').length > 0"),
        Left("folders without rights", "fs.mkdirSync('/tmp/a/b/c', { recursive: true }); fs.writeFileSync('/tmp/a/b/c/d', 'x'); "
            + "fs.chmodSync('/tmp/a/b', 0); fs.chmodSync('/tmp/a', 0);", "fs.readdirSync('/tmp').length > 0"),
        Left("names that are no text", "fs.writeFileSync(Buffer.from('/tmp/\\xff\\n', 'latin1'), 'x');",
            "fs.readdirSync('/tmp', 'buffer').length > 0"),
        Left("a listener on loopback of a process that stays", "require('child_process').spawn(process.execPath, ['-e', "
            + "\"require('net').createServer().listen(4711, '127.0.0.1'); setTimeout(() => {}, 1e6)\"], { detached: true, stdio: 'ignore' "
            + "}).unref(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);",
            "fs.readFileSync('/proc/net/tcp', 'utf8').includes(':1267 ')"),
        Left("the debugger's port", "require('inspector').open(4712, '127.0.0.1');",
            "fs.readFileSync('/proc/net/tcp', 'utf8').includes(':1268 ')"),
        Left("changed built-ins", "Array.prototype.left = 1; require('fs').left = 1; process.env.LEFT = 'x';",
            "[].left || require('fs').left || process.env.LEFT"),
    ];
}
