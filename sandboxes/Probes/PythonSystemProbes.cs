namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in Python that go through the system: on other processes, and on the next answer by what is left for it.</summary>
internal static class PythonSystemProbes
{
    /// <summary>System calls by name, and a way to try something on every other process.</summary>
    public const string Native =
        """
        import ctypes, errno, fcntl, os, resource, signal, socket, struct, sys, time
        c = ctypes.CDLL(None, use_errno=True)
        NUMBERS = dict(kill=(62, 129), tkill=(200, 130), tgkill=(234, 131), rt_sigqueueinfo=(129, 138),
            rt_tgsigqueueinfo=(297, 240), pidfd_open=(434, 434),
            pidfd_send_signal=(424, 424), pidfd_getfd=(438, 438), timer_create=(222, 107),
            process_vm_readv=(310, 270), process_vm_writev=(311, 271),
            ptrace=(101, 117), kcmp=(312, 272), process_madvise=(440, 440),
            migrate_pages=(256, 238), move_pages=(279, 239), ioprio_set=(251, 30),
            sched_setscheduler=(144, 119), mq_open=(240, 180), msgget=(68, 186), shmget=(29, 194),
            semget=(64, 190), add_key=(248, 217), keyctl=(250, 219),
            setns=(308, 268), perf_event_open=(298, 241), bpf=(321, 280), userfaultfd=(323, 282),
            io_setup=(206, 0), fanotify_init=(300, 262),
            open_by_handle_at=(304, 265), unshare=(272, 97), personality=(135, 92))
        def call(name, *arguments): return c.syscall(NUMBERS[name][os.uname().machine == 'aarch64'], *arguments)
        def running(): return [int(p) for p in os.listdir('/proc') if p.isdigit() and int(p) != os.getpid()]
        def foreign(): return [p for p in running() if p == 1 or p != os.getppid()]
        def any_of(does, processes=None):
            for p in processes or foreign():
                try:
                    if does(p): return 42
                except (OSError, ValueError): pass
            return 0
        def folders():
            with open('/proc/self/mountinfo') as file: lines = [line.split() for line in file]
            points = [words[4] for words in lines if 'rw' in words[5].split(',') and words[words.index('-') + 1] not in ('proc', 'sysfs')]
            return sorted({folder for point in points for folder, _, _ in os.walk(point) if os.access(folder, os.W_OK)})
        def writes(path):
            file = os.open(path, os.O_WRONLY)
            try: return os.write(file, b'1') > 0
            finally: os.close(file)
        def attempt(does):
            try: return does()
            except OSError: return None
        def stay():
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0: time.sleep(1000)
                os._exit(0)
            time.sleep(0.05)
        """;

    private const string Iov =
        """
        space = ctypes.create_string_buffer(64)
        iov = struct.pack('QQ', ctypes.addressof(space), 8)
        """;

    private const string Pair = "pair = socket.socketpair()\n";

    public static IEnumerable<SandboxProbe> All() => [.. ForeignProcesses(), .. Kernel(), .. SharedState()];

    private static SandboxProbe Probe(ProbeShape shape, string name, string body) => new()
    {
        Language = "python",
        Shape = shape,
        Name = name,
        Answer = $"{Native}\n{body}",
        Tests = "assert f() == 42",
    };

    /// <summary>Tries something on every process but its own; what may be done to oneself is the control.</summary>
    private static SandboxProbe OnOthers(string name, string expression, string before = "", bool isFineForItself = false) =>
        Probe(ProbeShape.ForeignProcess, name, $"{before}def f(): return any_of(lambda p: {expression})") with
        {
            Control = isFineForItself ? $"{Native}\n{before}def f(): return any_of(lambda p: {expression}, [os.getpid()])" : null,
        };

    private static IEnumerable<SandboxProbe> ForeignProcesses() =>
    [
        OnOthers("kill", "call('kill', p, 0) == 0", isFineForItself: true),
        OnOthers("tgkill and tkill", "call('tgkill', p, p, 0) == 0 or call('tkill', p, 0) == 0", isFineForItself: true),
        OnOthers("a queued signal", "call('rt_sigqueueinfo', p, 0, ctypes.create_string_buffer(bytes(8) + struct.pack('i', -1), 128)) == 0",
            isFineForItself: true),
        OnOthers("a queued signal to a thread",
            "call('rt_tgsigqueueinfo', p, p, 0, ctypes.create_string_buffer(bytes(8) + struct.pack('i', -1), 128)) == 0",
                isFineForItself: true),
        OnOthers("a signal to the group of a process", "os.killpg(os.getpgid(p), 0) is None", isFineForItself: true),
        OnOthers("a signal by a handle", "call('pidfd_send_signal', os.pidfd_open(p), 0, None, 0) == 0"),
        OnOthers("fcntl F_SETOWN and F_SETSIG",
            "(fcntl.fcntl(pair[0], 10, 9), fcntl.fcntl(pair[0], 8, p), fcntl.fcntl(pair[0], 4, 0x2000), pair[1].send(b'x'))", Pair),
        OnOthers("fcntl F_SETOWN alone", "fcntl.fcntl(pair[0], 8, p) == 0", Pair),
        OnOthers("fcntl F_SETOWN of a group", "fcntl.fcntl(pair[0], 8, -os.getpgid(p)) == 0", Pair),
        OnOthers("fcntl F_SETOWN_EX", "fcntl.fcntl(pair[0], 15, struct.pack('ii', 1, p))", Pair),
        OnOthers("ioctl FIOSETOWN", "fcntl.ioctl(pair[0], 0x8901, struct.pack('i', p))", Pair),
        OnOthers("ioctl SIOCSPGRP", "fcntl.ioctl(pair[0], 0x8902, struct.pack('i', p))", Pair),
        OnOthers("a lease whose breaking signals",
            "fcntl.fcntl(os.open('/tmp/x', os.O_CREAT), 1024, 0) is None or fcntl.fcntl(os.open('/tmp/x', os.O_CREAT), 8, p) == 0"),
        OnOthers("a timer that signals a thread",
            "call('timer_create', 1, struct.pack('QiiI52x', 0, 9, 4, p), ctypes.create_string_buffer(8)) == 0", isFineForItself: true),
        OnOthers("reading memory", "call('process_vm_readv', p, iov, 1, iov, 1, 0) > 0 or ctypes.get_errno() == errno.EFAULT", Iov),
        OnOthers("writing memory", "call('process_vm_writev', p, iov, 1, iov, 1, 0) > 0 or ctypes.get_errno() == errno.EFAULT", Iov),
        OnOthers("tracing by seizing", "call('ptrace', 0x4206, p, 0, 0) == 0"),
        OnOthers("comparing processes", "call('kcmp', p, os.getpid(), 1, 0, 0) >= 0"),
        OnOthers("a descriptor out of a process", "call('pidfd_getfd', os.pidfd_open(p), 0, 0) >= 0"),
        OnOthers("advice on memory of a process", "call('process_madvise', os.pidfd_open(p), iov, 1, 20, 0) >= 0", Iov),
        OnOthers("moving pages of a process",
            "call('migrate_pages', p, 64, iov, iov) >= 0 or call('move_pages', p, 0, None, None, None, 0) >= 0", Iov),
        OnOthers("the processors of a process", "os.sched_setaffinity(p, os.sched_getaffinity(p)) is None"),
        OnOthers("the scheduler of a process", "call('sched_setscheduler', p, 5, bytes(4)) == 0"),
        OnOthers("the priority of a process", "os.setpriority(0, p, 19) is None"),
        OnOthers("the priority of a user", "os.setpriority(2, os.stat(f'/proc/{p}').st_uid, 19) is None"),
        OnOthers("the priority of a process' input and output", "call('ioprio_set', 1, p, 0x6000) == 0"),
        OnOthers("the limits of a process", "resource.prlimit(p, resource.RLIMIT_CPU, (1, 1)) is not None"),
        OnOthers("the namespaces of a process", "call('setns', os.pidfd_open(p), 0x20000) == 0 or os.readlink(f'/proc/{p}/ns/pid')"),
        OnOthers(
            "files of /proc that can be written",
            "any(attempt(lambda: writes(f'/proc/{p}/{name}')) for name in ('mem', 'oom_score_adj', 'oom_adj', 'clear_refs', "
                + "'coredump_filter', "
            + "'timerslack_ns', 'comm', 'autogroup', 'sched', 'uid_map', 'loginuid', 'attr/current', f'task/{p}/comm', "
            + "f'task/{p}/oom_score_adj'))"),
        OnOthers(
            "files of /proc that hold its memory or names",
            "any(attempt(lambda: open(f'/proc/{p}/{name}', 'rb').read(64)) for name in ('environ', 'maps', 'smaps', 'mem', 'auxv', 'io', "
                + "'stack', 'syscall', 'pagemap', 'personality'))"
            + " or any(attempt(lambda: os.readlink(f'/proc/{p}/{name}')) for name in ('cwd', 'exe', 'root', 'fd/0', 'fd/3'))"),
        Probe(ProbeShape.ForeignProcess, "who may trace it and what its parent's end does", "def f(): return 42 if c.prctl(1, 9, 0, 0, 0) "
            + "== 0 or c.prctl(0x59616d61, -1, 0, 0, 0) == 0 or c.prctl(36, 1, 0, 0, 0) == 0 else 0") with
        {
            Control = $"{Native}\ndef f(): return 42 if c.prctl(15, b'name', 0, 0, 0) == 0 else 0",
        },
        Probe(ProbeShape.ForeignProcess, "becoming the user of the tests",
            "def f(): return any_of(lambda p: os.setresuid(*[os.stat(f'/proc/{p}').st_uid] * 3) is None or os.setreuid(-1, 0) is None)"),
        Probe(ProbeShape.ForeignProcess, "the 32-bit calls", "def f(): return 42 if c.syscall(0x40000000 + 62, 2, 0) == 0 else 0"),
    ];

    private static IEnumerable<SandboxProbe> Kernel() =>
    [
        Kernel("perf events", "call('perf_event_open', struct.pack('IIQ', 1, 128, 0) + bytes(112), 0, -1, -1, 0) >= 0"),
        Kernel("programs in the kernel", "call('bpf', 0, bytes(128), 128) >= 0"),
        Kernel("faults handled here", "call('userfaultfd', 1) >= 0"),
        Kernel("asynchronous input and output, counted over all machine",
            "NUMBERS['io_setup'][os.uname().machine == 'aarch64'] and call('io_setup', 1, ctypes.create_string_buffer(8)) == 0"),
        Kernel("watching file systems", "call('fanotify_init', 0, 0) >= 0"),
        Kernel("files by their handle", "call('open_by_handle_at', os.open('/', 0), bytes(64), 0) >= 0"),
        Kernel("namespaces by clone",
            "c.syscall(220 if os.uname().machine == 'aarch64' else 56, 0x10000000 | 17, None, None, None, None) > 0"),
        Kernel("another personality", "call('personality', 0x0040000) >= 0"),
        Kernel("sockets to the host of a virtual machine",
            "any(attempt(lambda: socket.socket(family, kind)) for family in (40, 38, 17, 29) for kind in (1, 2, 3, 5))"),
    ];

    private static SandboxProbe Kernel(string name, string expression) =>
        Probe(ProbeShape.WayOut, name, $"def f(): return 42 if {expression} else 0")
            with { Control = $"{Native}\ndef f(): return 42 if os.getpid() > 1 else 0" };

    /// <summary>
    /// A first answer leaves something, a second one looks for it; both in one are the control where it can be left at all.
    /// </summary>
    private static SandboxProbe Left(string name, string leave, string look, bool isRefused = false)
    {
        var looking = $"def f(): return 42 if ({look}) else 0";
        return Probe(ProbeShape.SharedState, name, $"{leave}\ndef f(): return 0") with
        {
            Next = $"{Native}\n{looking}",
            Control = isRefused ? null : $"{Native}\n{leave}\n{looking}",
        };
    }

    private static IEnumerable<SandboxProbe> SharedState() =>
    [
        Left("a file in every folder that can be written to", "for d in folders(): attempt(lambda: open(d + '/left', 'w').write('x'))",
            "any(os.path.exists(d + '/left') for d in folders())"),
        Left("a file among the queues", "attempt(lambda: open('/dev/mqueue/left', 'w'))", "'left' in os.listdir('/dev/mqueue')",
            isRefused: true),
        Left("a POSIX queue", "call('mq_open', b'left', 0o102, 0o666, None)", "call('mq_open', b'left', 2, 0, None) >= 0", isRefused: true),
        Left("a POSIX segment", "import _posixshmem\n_posixshmem.shm_open('/left', os.O_CREAT | os.O_RDWR, 0o600)",
            "attempt(lambda: __import__('_posixshmem').shm_open('/left', os.O_RDWR, 0o600))"),
        Left("a System V queue", "call('msgget', 4711, 0o1666)", "call('msgget', 4711, 0) >= 0", isRefused: true),
        Left("a System V segment and its name", "call('shmget', 4711, 4096, 0o1666)", "call('shmget', 4711, 0, 0) >= 0", isRefused: true),
        Left("a System V semaphore", "call('semget', 4711, 1, 0o1666)", "call('semget', 4711, 0, 0) >= 0", isRefused: true),
        Left("a key", "for ring in (-3, -4, -5): call('add_key', b'user', b'left', b'x', 1, ring)",
            "any(call('keyctl', 10, ring, b'user', b'left', 0) >= 0 for ring in (-3, -4, -5))", isRefused: true),
        Left("an abstract socket of a process that stays", "s = socket.socket(socket.AF_UNIX)\ns.bind('\\0left')\ns.listen()\nstay()",
            "attempt(lambda: socket.socket(socket.AF_UNIX).connect('\\0left') is None)"),
        Left("a listener on loopback of a process that stays", "s = socket.create_server(('127.0.0.1', 4711))\nstay()",
            "attempt(lambda: socket.create_connection(('127.0.0.1', 4711), 1))"),
        Left("a socket and a link among the files",
            "socket.socket(socket.AF_UNIX).bind('/tmp/left')\nos.symlink('/proc/1/root', '/tmp/link')", "os.listdir('/tmp')"),
        Left("names that are no text", "open(b'/tmp/\\xff\\n', 'w')\nos.mkdir(b'/dev/shm/\\xfe')",
            "os.listdir(b'/tmp') + os.listdir(b'/dev/shm')"),
        Left("a path that is too long", "os.chdir('/tmp')\nfor _ in range(60):\n    os.mkdir('d' * 100)\n    os.chdir('d' * 100)",
            "os.listdir('/tmp')"),
        Left("folders nested deeper than a program can call itself",
            "os.chdir('/tmp')\nfor _ in range(1500):\n    os.mkdir('d')\n    os.chdir('d')", "os.listdir('/tmp')"),
        Left("20,000 files", "for i in range(20000): os.close(os.open(f'/tmp/{i}', os.O_CREAT))", "os.listdir('/tmp')"),
        Left("the time of a device or a folder", "PLACES = [*('/dev/' + name for name in os.listdir('/dev')), '/dev/pts/ptmx', "
            + "*folders()]\nfor p in PLACES: attempt(lambda: os.utime(p))",
            "any(abs(time.time() - os.stat(p).st_mtime) < 300 for p in ('/dev/null', '/dev/zero', '/dev/full', '/dev/random', "
                + "'/dev/urandom', '/dev/tty', *folders()))"),
        Left("an attribute of a folder", "for d in folders(): attempt(lambda: os.setxattr(d, 'user.left', b'x'))",
            "any(attempt(lambda: os.getxattr(d, 'user.left')) for d in folders())", isRefused: true),
        Left("the rights of a folder", "for d in folders(): attempt(lambda: os.chmod(d, 0o1777))",
            "any(os.stat(d).st_mode & 0o1000 for d in ('/tmp', '/dev/shm'))", isRefused: true),
        Left("a lock of a process that stays", "lock = open(sys.executable)\nfcntl.flock(lock, fcntl.LOCK_EX)\nstay()",
            "attempt(lambda: fcntl.flock(open(sys.executable), fcntl.LOCK_EX | fcntl.LOCK_NB) is None) is None"),
        Left("a file of memory of a process that stays", "os.memfd_create('left')\nstay()",
            "any('memfd:left' in (attempt(lambda: os.readlink(f'/proc/{p}/fd/{d}')) or '') for p in running() for d in attempt(lambda: "
                + "os.listdir(f'/proc/{p}/fd')) or ())", isRefused: true),
        Left("a terminal of a process that stays", "terminal = os.openpty()\nstay()",
            "any(name.isdigit() for name in os.listdir('/dev/pts'))"),
        Left("a process that stays", "stay()", "len(running()) > 2"),
        Left("a module of the library that is changed", "import json, builtins\njson.left = builtins.left = 1",
            "hasattr(__import__('json'), 'left') or hasattr(__import__('builtins'), 'left')"),
        Left("limits, priority and mask of itself", "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\nos.nice(5)\nos.umask(0)",
            "resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 64 or os.umask(0) == 0"),
        Left("bytecode of the library", "for p in list(sys.path):\n    attempt(lambda: os.makedirs(p + '/__pycache__', exist_ok=True))\n   "
            + " attempt(lambda: open(p + '/left.py', 'w').write('x = 1'))", "any(os.path.exists(p + '/left.py') for p in sys.path)",
                isRefused: true),
    ];
}
