namespace Eval.Sandboxes.Tests.Docker;

[Trait("Needs", "docker")]
public sealed class PythonInContainerTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    private const string Expects42 = "assert f() == 42";

    [Theory]
    [InlineData("def f():\n    return [1, (2, 'x'), {3: {4.5, None}}, 1 + 2j, b'y', 10**40, range(3)]",
        "assert f() == [1, (2, 'x'), {3: {4.5, None}}, 1 + 2j, b'y', 10**40, range(3)]\nassert type(f()[1]) is tuple")]
    [InlineData("def f(*a, **k):\n    return a, k", "assert f(1, (2,), x={3}) == ((1, (2,)), {'x': {3}})")]
    [InlineData("import collections\ndef f():\n    return collections.Counter('aab')", "assert f() == {'a': 2, 'b': 1}")]
    [InlineData("class E(ValueError): pass\ndef f():\n    raise E('no')",
        "try:\n    f()\n    assert False\nexcept ValueError as e:\n    assert str(e) == 'no'")]
    [InlineData("import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\ndef f():\n    return P(42).x", Expects42)]
    [InlineData("def f():\n    print('hello')\n    return 42", Expects42)]
    [InlineData(
        "import tempfile\ndef f(d):\n    open(d + '/a', 'a').write('b')\n    own = tempfile.mkdtemp()\n    open(own + '/x', "
            + "'w').write('y')\n    return own",
        "import shutil, tempfile\nd = tempfile.mkdtemp()\nopen(d + '/a', 'w').write('a')\nown = f(d)\nassert open(d + '/a').read() + "
            + "open(own + '/x').read() == 'aby'\nshutil.rmtree(own)\nshutil.rmtree(d)")]
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
    [InlineData("def f():\n    while True: print('x' * 1000)", ExecutionStatus.TimedOut)]
    [InlineData("def f():\n    return 'x' * (40 << 20)", ExecutionStatus.OutputExceeded)]
    public async Task Each_end_has_its_name(string answer, ExecutionStatus status) =>
        Assert.Equal(status, (await fixture.RunAsync(answer, Expects42)).Status);

    [Fact]
    public async Task Nothing_of_an_answer_reaches_the_next()
    {
        var first = await fixture.RunAsync(
            "import os, sys\nsys.modules['math'].pi = 3\nos.makedirs('/tmp/a/b')\nopen('/tmp/a/b/c', "
                + "'w').write('x')\nos.chmod('/tmp/a', 0)\n"
            + "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: open('/tmp/again', 'w')\n    "
            + "os._exit(0)\ndef f():\n    return 42",
            Expects42);
        var second = await fixture.RunAsync("import math, os\ndef f():\n    return (math.pi > 3.14, os.listdir('/tmp'))",
            "assert f() == (True, [])");

        Assert.Equal(ObservationKind.Held, first.Observations.SingleOrDefault()?.Kind);
        Assert.Equal(ObservationKind.Held, second.Observations.SingleOrDefault()?.Kind);
    }
}
