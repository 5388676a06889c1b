namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker")]
public sealed class PythonInContainerTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    private const string Expects42 = "assert f() == 42";

    [Theory]
    [InlineData("def f():\n    return [1, (2, 'x'), {3: {4.5, None}}, 1 + 2j, b'y', 10**40, range(3)]", "assert f() == [1, (2, 'x'), {3: {4.5, None}}, 1 + 2j, b'y', 10**40, range(3)]\nassert type(f()[1]) is tuple")]
    [InlineData("def f(*a, **k):\n    return a, k", "assert f(1, (2,), x={3}) == ((1, (2,)), {'x': {3}})")]
    [InlineData("import collections\ndef f():\n    return collections.Counter('aab')", "assert f() == {'a': 2, 'b': 1}")]
    [InlineData("class E(ValueError): pass\ndef f():\n    raise E('no')", "try:\n    f()\n    assert False\nexcept ValueError as e:\n    assert str(e) == 'no'")]
    [InlineData("import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\ndef f():\n    return P(42).x", Expects42)]
    [InlineData("def f():\n    print('hello')\n    return 42", Expects42)]
    public async Task What_a_call_gives_reaches_the_tests_as_it_is(string answer, string tests)
    {
        var result = await fixture.RunAsync(answer, tests);

        Assert.Equal((ExecutionStatus.Completed, ObservationKind.Held), (result.Status, result.Observations.SingleOrDefault()?.Kind));
    }

    [Theory]
    [InlineData("def f():\n    return 41", ObservationKind.Failed)]
    [InlineData("def f():\n    return (x for x in [42])", ObservationKind.Failed)]
    [InlineData("def f():\n    raise KeyError('x')", ObservationKind.Exception)]
    [InlineData("x = 1 / 0", ObservationKind.Exception)]
    [InlineData("import sys\nsys.exit(0)", ObservationKind.Exception)]
    [InlineData("def g():\n    return 42", ObservationKind.Exception)]
    [InlineData("def f():\n    return f()", ObservationKind.Exception)]
    public async Task A_wrong_answer_is_an_observation(string answer, ObservationKind kind)
    {
        var result = await fixture.RunAsync(answer, Expects42);

        Assert.Equal((ExecutionStatus.Completed, kind), (result.Status, result.Observations.SingleOrDefault()?.Kind));
    }

    [Theory]
    [InlineData("def f(:", ExecutionStatus.CompileFailed)]
    [InlineData("def f():\n    while True: pass", ExecutionStatus.TimedOut)]
    [InlineData("import os\nos._exit(0)", ExecutionStatus.Crashed)]
    [InlineData("import ctypes\nctypes.string_at(0)", ExecutionStatus.Crashed)]
    [InlineData("def f():\n    return 'x' * (1 << 33)", ExecutionStatus.MemoryExceeded)]
    [InlineData("def f():\n    while True: print('x' * 1000)", ExecutionStatus.OutputExceeded)]
    [InlineData("def f():\n    return 'x' * (40 << 20)", ExecutionStatus.OutputExceeded)]
    public async Task Each_end_has_its_name(string answer, ExecutionStatus status) =>
        Assert.Equal(status, (await fixture.RunAsync(answer, Expects42)).Status);

    /// <summary>Each returns 42 where it gets through, and something else, or nothing, where it does not.</summary>
    [Theory]
    [InlineData("the tester's end", "import os\ndef f():\n    tester = int(open('/proc/1/task/1/children').read().split()[0])\n    os.kill(tester, 9)\n    return 42")]
    [InlineData("all processes", "import os\ndef f():\n    os.kill(-1, 9)\n    return 42")]
    [InlineData("the runner's memory", "def f():\n    open('/proc/1/mem', 'rb+')\n    return 42")]
    [InlineData("the runner's environment", "def f():\n    open('/proc/1/environ').read()\n    return 42")]
    [InlineData("the tests in its own memory", "import gc\ndef f():\n    return 42 if any('assert f()' + ' == 42' in o for o in gc.get_objects() if isinstance(o, str)) else 0")]
    [InlineData("writing outside", "def f():\n    open('/runner/x', 'w')\n    return 42")]
    [InlineData("the network", "import socket\ndef f():\n    socket.create_connection(('10.0.0.1', 80), 1)\n    return 42")]
    [InlineData("a name of the network", "import socket\ndef f():\n    socket.gethostbyname('example.org')\n    return 42")]
    [InlineData("shared memory", "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).shmget(4711, 4096, 0o1600) >= 0 else 0")]
    [InlineData("limits of the runner", "import resource\ndef f():\n    resource.prlimit(1, resource.RLIMIT_NOFILE, (1, 1))\n    return 42")]
    [InlineData("tracing", "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0 else 0")]
    [InlineData("a user of its own", "import ctypes\ndef f():\n    return 42 if ctypes.CDLL(None).unshare(0x10000000) == 0 else 0")]
    [InlineData("a fork bomb", "import os\ndef f():\n    while True: os.fork()")]
    [InlineData("a lying comparison", "class L:\n    def __eq__(self, other): return True\ndef f():\n    return L()")]
    [InlineData("a lying number", "class L(int):\n    def __eq__(self, other): return True\ndef f():\n    return L(41)")]
    [InlineData("writing to every descriptor", "import os\ndef f():\n    for d in range(256):\n        try: os.write(d, b'\\x0a\\x00\\x00\\x00{\"v\":42}')\n        except OSError: pass\n    return 0")]
    [InlineData("changing builtins", "import builtins\nbuiltins.AssertionError = ZeroDivisionError\ndef f():\n    return 0")]
    public async Task A_hostile_answer_gets_nowhere_and_the_next_one_runs(string what, string answer)
    {
        var hostile = await fixture.RunAsync(answer, Expects42);
        var honest = await fixture.RunAsync("import os\ndef f():\n    return 42 if not os.listdir('/tmp') else os.listdir('/tmp')", Expects42);

        Assert.False(hostile.Status == ExecutionStatus.Completed && hostile.Observations.All(seen => seen.Kind == ObservationKind.Held), what + " got through");
        Assert.Equal(ObservationKind.Held, honest.Observations.SingleOrDefault()?.Kind);
    }

    [Fact]
    public async Task Nothing_of_an_answer_reaches_the_next()
    {
        var first = await fixture.RunAsync(
            "import os, sys\nsys.modules['math'].pi = 3\nos.makedirs('/tmp/a/b')\nopen('/tmp/a/b/c', 'w').write('x')\nos.chmod('/tmp/a', 0)\n"
            + "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: open('/tmp/again', 'w')\n    os._exit(0)\ndef f():\n    return 42",
            Expects42);
        var second = await fixture.RunAsync("import math, os\ndef f():\n    return (math.pi > 3.14, os.listdir('/tmp'))", "assert f() == (True, [])");

        Assert.Equal(ObservationKind.Held, first.Observations.SingleOrDefault()?.Kind);
        Assert.Equal(ObservationKind.Held, second.Observations.SingleOrDefault()?.Kind);
    }
}
