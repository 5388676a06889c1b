namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in Python. Each returns 42, which its test expects, where it gets through.</summary>
internal static class PythonProbes
{
    public static IEnumerable<SandboxProbe> All(ProbeTargets targets) =>
    [
        .. Resources(),
        .. Outside(targets),
        .. Runner(),
        .. Secrets(),
        .. PythonSystemProbes.All(),
        .. PythonVerdictProbes.All(),
    ];

    private static SandboxProbe Probe(ProbeShape shape, string name, string answer) => new()
    {
        Language = "python",
        Shape = shape,
        Name = name,
        Answer = answer,
        Tests = "assert f() == 42",
    };

    private static IEnumerable<SandboxProbe> Resources() =>
    [
        Probe(ProbeShape.Resource, "endless loop", "def f():\n    while True: pass"),
        Probe(ProbeShape.Resource, "endless sleep",
            "import time\ndef f():\n    time.sleep(1e6)\n    return 42") with { WallTime = SandboxProbe.SleepersTime },
        Probe(ProbeShape.Resource, "all signals ignored, then an endless loop", "import signal\nfor s in range(1, 65):\n    try: "
            + "signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\ndef f():\n    while True: pass"),
        Probe(ProbeShape.Resource, "recursion without end", "import sys\nsys.setrecursionlimit(1 << 30)\ndef f():\n    return f()"),
        Probe(ProbeShape.Resource, "exit before the tests", "import os\nos._exit(0)"),
        Probe(ProbeShape.Resource, "10 GB of memory",
            "def f():\n    all = [bytearray(b'x') * (1 << 20) for _ in range(10240)]\n    return 42"),
        Probe(ProbeShape.Resource, "10 GB of native memory", "import ctypes\ndef f():\n    c = ctypes.CDLL(None); c.malloc.restype = "
            + "ctypes.c_void_p\n    for _ in range(160):\n        at = c.malloc(1 << 26)\n        if not at: return 0\n        "
            + "ctypes.memset(at, 1, 1 << 26)\n    return 42"),
        Probe(ProbeShape.Resource, "2 GB of shared memory", "import mmap\ndef f():\n    all = []\n    for _ in range(32):\n        m = "
            + "mmap.mmap(-1, 1 << 26); m.write(b'x' * (1 << 26)); all.append(m)\n    return 42"),
        Probe(ProbeShape.Resource, "2 GB in a file of memory",
            "import os\ndef f():\n    d = os.memfd_create('x')\n    for _ in range(32): os.write(d, b'x' * (1 << 26))\n    return 42"),
        Probe(ProbeShape.Resource, "a System V segment",
            "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).shmget(4711, 4096, 0o1600) >= 0 else 0"),
        Probe(ProbeShape.Resource, "fork bomb", "import os\ndef f():\n    while True: os.fork()"),
        Probe(ProbeShape.Resource, "thread bomb", "import threading, time\ndef f():\n    for _ in range(5000): "
            + "threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()\n    return 42"),
        Probe(ProbeShape.Resource, "1 GB of output", "def f():\n    for _ in range(1024): print('x' * (1 << 20))\n    return 0"),
        Probe(ProbeShape.Resource, "1 GB returned", "def f():\n    return 'x' * (1 << 28)"),
        Probe(ProbeShape.Resource, "filling the disk",
            "def f():\n    for i in range(100): open(f'/tmp/{i}', 'wb').write(b'x' * (1 << 20))\n    return 42"),
        Probe(ProbeShape.Resource, "filling /dev/shm",
            "def f():\n    for i in range(100): open(f'/dev/shm/{i}', 'wb').write(b'x' * (1 << 20))\n    return 42"),
    ];

    private static IEnumerable<SandboxProbe> Outside(ProbeTargets targets) =>
    [
        Probe(ProbeShape.WayOut, "environment variables",
            $"import os\ndef f():\n    return 42 if any('{ProbeTargets.Canary}' in v for v in os.environ.values()) else 0"),
        Probe(ProbeShape.WayOut, "environment of others in /proc", $"import glob\ndef f():\n    for p in "
            + $"glob.glob('/proc/[0-9]*/environ'):\n        try:\n            if b'{ProbeTargets.Canary}' in open(p, 'rb').read(): return "
            + $"42\n        except OSError: pass\n    return 0"),
        Probe(ProbeShape.WayOut, "a file of this machine", $"def f():\n    return 42 if open({Quoted(targets.File)}).read() else 0"),
        Probe(ProbeShape.WayOut, "passwords and other people's files", "import os\ndef f():\n    for p in ('/etc/shadow', '/root/.bashrc', "
            + "'/var/run/docker.sock'):\n        try:\n            if open(p, 'rb').read(): return 42\n        except OSError: pass\n    "
            + "return 42 if os.listdir('/home') else 0"),
        Probe(ProbeShape.WayOut, "writing outside of /tmp", "import os\ndef f():\n    for p in ('/x', '/usr/x', '/etc/x', '/runner/x', "
            + "'/var/tmp/x', '/dev/x', '/home/x', '/proc/sys/kernel/core_pattern', '/sys/kernel/uevent_helper', '/sys/fs/cgroup/x'):\n     "
            + "   try:\n            open(p, 'w').write('x'); return 42\n        except OSError: pass\n    return 0"),
        Probe(ProbeShape.WayOut, "devices", "import os\ndef f():\n    for p in ('/dev/mem', '/dev/kmsg', '/dev/sda', '/dev/vda', "
            + "'/proc/kcore'):\n        try:\n            os.open(p, os.O_RDONLY); return 42\n        except OSError: pass\n    "
            + "os.mknod('/tmp/d', 0o666 | 0o60000, os.makedev(8, 0))\n    return 42"),
        Probe(ProbeShape.WayOut, "a listener on this machine",
            $"import socket\ndef f():\n    socket.create_connection(('127.0.0.1', {targets.Port}), 1)\n    return 42"),
        Probe(ProbeShape.WayOut, "the network", "import socket\ndef f():\n    for host in ('10.0.0.1', '172.17.0.1', '8.8.8.8'):\n        "
            + "try:\n            socket.create_connection((host, 53), 1); return 42\n        except OSError: pass\n    return 0"),
        Probe(ProbeShape.WayOut, "a name of the network",
            "import socket\ndef f():\n    socket.gethostbyname('example.org')\n    return 42"),
        Probe(ProbeShape.WayOut, "root by a program with the right to it", "import subprocess\ndef f():\n    return 42 if "
            + "subprocess.run(['su', '-c', 'id'], capture_output=True, stdin=subprocess.DEVNULL).returncode == 0 else 0"),
        Probe(ProbeShape.WayOut, "a user namespace",
            "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).unshare(0x10000000) == 0 else 0"),
        Probe(ProbeShape.WayOut, "mounting",
            "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None) == 0 else 0"),
        Probe(ProbeShape.WayOut, "io_uring",
            "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).syscall(425, 1, ctypes.create_string_buffer(256)) >= 0 else 0"),
    ];

    private static IEnumerable<SandboxProbe> Runner() =>
    [
        Probe(ProbeShape.ForeignProcess, "killing the tests' process", "import os\ndef f():\n    for p in os.listdir('/proc'):\n        if "
            + "p.isdigit() and int(p) not in (1, os.getpid()): os.kill(int(p), 9)\n    return 42 if any(p.isdigit() and int(p) not in (1, "
            + "os.getpid()) for p in os.listdir('/proc')) else 0"),
        Probe(ProbeShape.ForeignProcess, "killing the runner",
            "import os\ndef f():\n    for s in (9, 15, 2, 10): os.kill(1, s)\n    return 0"),
        Probe(ProbeShape.ForeignProcess, "killing everything", "import os\ndef f():\n    os.kill(-1, 9)\n    return 42"),
        Probe(ProbeShape.ForeignProcess, "memory of the runner", "import os\ndef f():\n    for p in os.listdir('/proc'):\n        if "
            + "p.isdigit() and int(p) != os.getpid():\n            try:\n                open(f'/proc/{p}/mem', 'rb+'); return 42\n        "
            + "    except OSError: pass\n    return 0"),
        Probe(ProbeShape.ForeignProcess, "descriptors of the runner", "import os\ndef f():\n    for p in os.listdir('/proc'):\n        if "
            + "p.isdigit() and int(p) != os.getpid():\n            try:\n                if os.listdir(f'/proc/{p}/fd'): return 42\n       "
            + "     except OSError: pass\n    return 0"),
        Probe(ProbeShape.ForeignProcess, "tracing the runner", "import ctypes, os\ndef f():\n    c = ctypes.CDLL(None)\n    return 42 if "
            + "any(c.ptrace(16, int(p), 0, 0) == 0 for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()) else 0"),
        Probe(ProbeShape.ForeignProcess, "limits of the runner",
            "import resource\ndef f():\n    resource.prlimit(1, resource.RLIMIT_NOFILE, (1, 1))\n    return 42"),
        Probe(ProbeShape.ForeignProcess, "a daemon that stays", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == "
            + "0:\n        while True:\n            try: open('/tmp/again', 'w').write('x')\n            except OSError: pass\n    "
            + "os._exit(0)\ndef f():\n    return 0"),
        Probe(ProbeShape.ForeignProcess, "folders that resist",
            "import os\nd = '/tmp'\nfor i in range(200):\n    d += '/x'\n    os.mkdir(d)\nos.chmod('/tmp/x', 0)\ndef f():\n    return 0"),
    ];

    private static IEnumerable<SandboxProbe> Secrets() =>
    [
        Probe(ProbeShape.Secret, "the tests in its own memory", "import gc\ndef f():\n    return 42 if any('assert f()' + ' == 42' in o "
            + "for o in gc.get_objects() if isinstance(o, str)) else 0"),
        Probe(ProbeShape.Secret, "the tests' names through a function they hand over",
            "def f(g):\n    return g.__globals__['expected']") with { Tests = "expected = 42\nassert f(lambda: 0) == expected" },
        Probe(ProbeShape.Secret, "a frame above its own", "import sys\ndef f():\n    frame = sys._getframe()\n    while frame:\n        "
            + "for name, value in list(frame.f_locals.items()):\n            if 'assert f()' + ' == 42' in repr(value): return 42\n        "
            + "frame = frame.f_back\n    return 0"),
        Probe(ProbeShape.Secret, "the code of a function that is handed over",
            "def f(g):\n    return next(k for k in g.__code__.co_consts if isinstance(k, int))")
            with { Tests = "assert f(lambda: 42) == 42", Control = "def f(g):\n    return g()" },
        Probe(ProbeShape.Secret, "the cell of a function that is handed over",
            "def f(g):\n    return g.__closure__[0].cell_contents")
            with { Tests = "def make(expected):\n    def g(x): return x == expected\n    return g\nassert f(make(42)) == 42",
            Control = "def f(g):\n    return next(x for x in range(100) if g(x))" },
        Probe(ProbeShape.Secret, "the frames of an error that the tests throw", "def f(g):\n    try: g()\n    except Exception as e:\n     "
            + "   t = e.__traceback__\n        while t:\n            if 'expected' in t.tb_frame.f_globals: return "
            + "t.tb_frame.f_globals['expected']\n            t = t.tb_next\n    return 0")
                with { Tests = "expected = 42\ndef g(): raise ValueError\nassert f(g) == expected" },
        Probe(ProbeShape.Secret, "modules and frames of all threads", "import sys\ndef f():\n    for frame in "
            + "sys._current_frames().values():\n        while frame:\n            if 'expected' in frame.f_globals: return "
            + "frame.f_globals['expected']\n            frame = frame.f_back\n    for m in list(sys.modules.values()):\n        if "
            + "hasattr(m, 'expected'): return m.expected\n    return 0") with { Tests = "expected = 42\nassert f() == expected" },
        Probe(ProbeShape.Secret, "its whole memory", "import hashlib, re\ndef f():\n    with open('/proc/self/maps') as maps, "
            + "open('/proc/self/mem', 'rb') as memory:\n        for line in maps:\n            a, b = (int(x, 16) for x in "
            + "line.split()[0].split('-'))\n            try:\n                memory.seek(a)\n                for m in "
            + "re.finditer(b'secret.{13}', memory.read(b - a)):\n                    if hashlib.md5(m[0]).hexdigest() == "
            + "'0d2b68e0fc6326ff98e8c49cf4d8e338': return 42\n            except (OSError, OverflowError, ValueError): pass\n    return 0")
                with { Tests = "expected = 'secret of the tests'\nassert f() == 42" },
        Probe(ProbeShape.Secret, "files that the tests' process has open or runs", "import glob, os\ndef f():\n    for p in [p for p in "
            + "glob.glob('/proc/[0-9]*/fd/*') if not p.startswith(f'/proc/{os.getpid()}/')] + glob.glob('/tmp/*') + "
            + "glob.glob('/runner/*'):\n        try:\n            if b'secret of the tests' in open(p, 'rb').read(1 << 20): return 42\n    "
            + "    except OSError: pass\n    return 0") with { Tests = "expected = 'secret of the tests'\nassert f() == 42" },
    ];

    private static string Quoted(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
