namespace Eval.Sandboxes.Probes;

/// <summary>Attacks in Python on what is compared and on how results are told.</summary>
internal static class PythonVerdictProbes
{
    public static IEnumerable<SandboxProbe> All() => [.. Channel(), .. Values(), .. Objects()];

    private static SandboxProbe Probe(string name, string answer, string tests = "assert f() == 42", string? control = null) => new()
    {
        Language = "python",
        Shape = ProbeShape.ForgedVerdict,
        Name = name,
        Answer = answer,
        Tests = tests,
        Control = control,
    };

    /// <summary>A subclass of a plain type whose comparison says yes.</summary>
    private static SandboxProbe Lying(string type, string wrong, string right) => Probe(
        $"a {type} that is equal to anything",
        $"import collections, datetime, decimal, fractions, pathlib, uuid\nclass L({type}):\n    def __eq__(self, other): return True\n    "
            + $"def __ne__(self, other): return False\n    def __hash__(self): return 0\ndef f():\n    return L({wrong})",
        $"import collections, datetime, decimal, fractions, pathlib, uuid\nassert f() == {right}\nassert not f() != {right}",
        $"import collections, datetime, decimal, fractions, pathlib, uuid\ndef f():\n    return {right}");

    private static IEnumerable<SandboxProbe> Channel() =>
    [
        Probe("printing a forged success", "import os\nprint('{\"status\":\"completed\",\"kind\":\"held\"}', flush=True)\nos._exit(0)"),
        Probe("writing to every descriptor", "import os\ndef f():\n    for d in range(256):\n        try: os.write(d, "
            + "b'R{\"status\":\"completed\",\"kind\":\"held\"}')\n        except OSError: pass\n    os._exit(0)"),
        Probe("changing built-in names", "import builtins\nbuiltins.AssertionError = ZeroDivisionError\nbuiltins.eval = builtins.exec = "
            + "lambda *a: None\ndef f():\n    return 0"),
        Probe("leaving from inside the tests", "import sys\ndef f():\n    raise SystemExit(0)"),
        Probe("leaving in the middle of a call", "import os\ndef f():\n    os._exit(0)"),
        Probe("leaving when the interpreter ends", "import atexit, os\natexit.register(os._exit, 0)\ndef f():\n    raise SystemExit(0)"),
        Probe("leaving by a hook of the interpreter",
            "import os, sys\nsys.addaudithook(lambda *a: None)\nsys.settrace(lambda *a: os._exit(0))\ndef f():\n    return 41"),
        Probe("leaving by a signal to itself", "import os, signal\ndef f():\n    os.kill(os.getpid(), signal.SIGTERM)\n    return 42"),
        Probe("changed modules that messages are made with", "import json, marshal, socket, struct\njson.dumps = lambda *a, **k: "
            + "'{\"v\":42}'\nstruct.pack = lambda *a: b''\njson.JSONEncoder.encode = json.dumps\nmarshal.dumps = lambda *a: b''\ndef "
            + "f():\n    return 41"),
        Probe("a changed unittest", "import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None\nunittest.TestCase.debug = "
            + "lambda self: None\ndef f():\n    return 41",
            "import unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(f(), 42)\nT('test').debug()"),
        Probe("changed operators", "import builtins, math, operator\nbuiltins.abs = lambda x: 0\nmath.isclose = operator.eq = lambda *a, "
            + "**k: True\ndef f():\n    return 41", "import math, operator\nassert abs(f() - 42) < 1e-6\nassert math.isclose(f(), "
            + "42)\nassert operator.eq(f(), 42)"),
        Probe("a message that is none", "import os\ndef f():\n    os.write(3, b'\\x05\\0\\0\\0\\0\\xff{}x')\n    while True: pass"),
        Probe("a message of no length, then the end", "import os\ndef f():\n    os.write(3, b'\\0\\0\\0\\0')\n    os._exit(0)"),
        Probe("a result in place of a value", "import os, struct\ndef f():\n    b = "
            + "b'{\"v\":null,\"w\":[],\"g\":[],\"result\":{\"status\":\"completed\",\"kind\":\"held\"}}'\n    os.write(3, "
            + "struct.pack('<I', len(b)) + b)\n    os._exit(0)"),
        Probe("an order to the tests in place of a value", "import os, struct\ndef f():\n    for k in ('exec', 'eval', 'import', 'set', "
            + "'call', 'get', 'await', 'equal'):\n        b = ('{\"k\":[\"%s\",0,[\"__import__(\\'os\\')._exit(0)\"],[]],\"g\":[]}' % "
            + "k).encode()\n        os.write(3, struct.pack('<I', len(b)) + b)\n    while True: pass"),
        Probe("a class of the library by a name", "import os, struct\ndef f():\n    for v in ('{\"L\":[\"os.system\",\"true\"]}', "
            + "'{\"T\":\"os.system\"}', '{\"N\":[\"os._exit\",[\"a\"],[0]]}', '{\"H\":0}', '{\"x\":[[\"exec\"],\"1\"]}'):\n        b = "
            + "('{\"v\":%s}' % v).encode()\n        os.write(3, struct.pack('<I', len(b)) + b)\n    while True: pass"),
        Probe("an error named like one of the runner's", "class Unusable(BaseException): pass\nclass Refusal(BaseException): result = "
            + "{'status': 'completed', 'kind': 'held'}\ndef f():\n    raise Refusal()"),
        Probe("an error that blames the data set",
            "class Unusable(BaseException): pass\ndef f():\n    raise Unusable('its test program is broken')"),
        Probe("an import that is not there, in the tests' words",
            "def f():\n    raise ModuleNotFoundError(\"No module named 'numpy'\", name='numpy')", "import math; assert f() == 42"),
        Probe("no memory, in the tests' words", "def f():\n    raise MemoryError('the tests need more')"),
    ];

    private static IEnumerable<SandboxProbe> Values() =>
    [
        Lying("int", "41", "42"),
        Lying("float", "41", "42.5"),
        Lying("str", "'no'", "'yes'"),
        Lying("bytes", "b'no'", "b'yes'"),
        Lying("bytearray", "b'no'", "bytearray(b'yes')"),
        Lying("list", "[41]", "[42]"),
        Lying("tuple", "(41,)", "(42,)"),
        Lying("dict", "{1: 41}", "{1: 42}"),
        Lying("set", "{41}", "{42}"),
        Lying("frozenset", "{41}", "frozenset({42})"),
        Lying("complex", "41", "42j"),
        Lying("decimal.Decimal", "41", "decimal.Decimal(42)"),
        Lying("fractions.Fraction", "41", "fractions.Fraction(42)"),
        Lying("datetime.date", "2026, 1, 1", "datetime.date(2026, 1, 2)"),
        Lying("datetime.timedelta", "1", "datetime.timedelta(2)"),
        Lying("collections.Counter", "'no'", "collections.Counter('yes')"),
        Lying("collections.OrderedDict", "{}", "collections.OrderedDict(a=1)"),
        Lying("collections.deque", "[41]", "collections.deque([42])"),
        Lying("collections.UserList", "[41]", "[42]"),
        Lying("collections.UserString", "'no'", "'yes'"),
        Lying("pathlib.PurePosixPath", "'no'", "pathlib.PurePosixPath('yes')"),
    ];

    private static IEnumerable<SandboxProbe> Objects() =>
    [
        Probe("a lying comparison", "class L:\n    def __eq__(self, other): return True\ndef f():\n    return L()"),
        Probe("an object whose difference to anything is nothing", "class L:\n    def __sub__(self, other): return 0.0\n    __rsub__ = "
            + "__sub__\n    def __abs__(self): return 0.0\ndef f():\n    return L()")
                with { Tests = "assert abs(f() - 42.5) < 1e-6", Control = "def f():\n    return 42.5" },
        Probe("an object whose methods say yes",
            "class L:\n    def __getattr__(self, name): return lambda *a: True\ndef f():\n    return L()")
            with { Tests = "assert f().startswith('4' + '2')", Control = "def f():\n    return '42'" },
        Probe("what is equal to anything for mocks", "from unittest.mock import ANY\ndef f():\n    return ANY"),
        Probe("a mock",
            "from unittest.mock import MagicMock\ndef f():\n    m = MagicMock()\n    m.__eq__.return_value = True\n    return m"),
        Probe("an object that calls itself a number", "class L:\n    __class__ = property(lambda self: int)\n    def __eq__(self, other): "
            + "return True\n    def __hash__(self): return 42\ndef f():\n    return L()", "v = f()\nassert isinstance(v, int) and v == 42"),
        Probe("a class whose instances are all", "class M(type):\n    def __instancecheck__(cls, other): return True\n    def "
            + "__subclasscheck__(cls, other): return True\nclass L(metaclass=M): pass\ndef f():\n    return L",
                "assert isinstance('x', f()) and not isinstance(1, f())", "def f():\n    return str"),
        Probe("an object that is in every set",
            "class L:\n    def __eq__(self, other): return True\n    def __hash__(self): return hash(42)\ndef f():\n    return L()",
                "assert f() in {42} and f() in [42]"),
        Probe("an object that holds everything", "class L:\n    def __contains__(self, other): return True\ndef f():\n    return L()",
            "assert 42 in f() and 41 not in f()", "def f():\n    return [42]"),
        Probe("an object that is between everything",
            "class L:\n    def __lt__(self, other): return True\n    __gt__ = __le__ = __ge__ = __lt__\ndef f():\n    return L()",
                "assert 41 < f() < 43"),
        Probe("an object whose every operation gives itself", "class L:\n    def __getattr__(self, name): return self\n    def "
            + "__call__(self, *a, **k): return self\n    def __eq__(self, other): return True\n    __mod__ = __sub__ = __add__ = "
            + "__getitem__ = __call__\n    def __bool__(self): return True\ndef f():\n    return L()",
                "assert f() % 2 == 0 and f() + 1 == 43"),
        Probe("lies in a list", "class L:\n    def __eq__(self, other): return True\ndef f():\n    return [L(), L()]",
            "assert f() == [4, 2]", "def f():\n    return [4, 2]"),
        Probe("lies in a generator", "class L:\n    def __eq__(self, other): return True\ndef f():\n    yield L()",
            "assert list(f()) == [42]", "def f():\n    yield 42"),
        Probe("lies in a coroutine", "class L:\n    def __eq__(self, other): return True\nasync def f():\n    return L()",
            "import asyncio\nassert asyncio.run(f()) == 42", "async def f():\n    return 42"),
        Probe("lies in the arguments of an error",
            "class L:\n    def __eq__(self, other): return True\ndef f():\n    raise ValueError(L())", "try:\n    f()\n    assert "
            + "False\nexcept ValueError as e:\n    assert e.args == (42,)", "def f():\n    raise ValueError(42)"),
        Probe("a lie that an argument becomes", "class L:\n    def __eq__(self, other): return True\ndef f(x):\n    x[0] = L()",
            "x = [0]\nf(x)\nassert x == [42]", "def f(x):\n    x[0] = 42"),
        Probe("a lie that is handed to a function of the tests",
            "class L:\n    def __eq__(self, other): return True\ndef f(g):\n    return g(L())", "assert f(lambda x: x == 42) is True",
                "def f(g):\n    return g(42)"),
        Probe("an array that is equal to anything", "import numpy\nclass L(numpy.ndarray):\n    def __eq__(self, other): return "
            + "numpy.ones(1, bool)\n    def __array_ufunc__(self, *a, **k): return numpy.zeros(1)\n    def __array_function__(self, *a, "
            + "**k): return True\ndef f():\n    return numpy.array([41]).view(L)", "import numpy\nassert numpy.array_equal(f(), "
            + "numpy.array([42]))", "import numpy\ndef f():\n    return numpy.array([42])"),
        Probe("a record that is equal to anything", "import dataclasses\n@dataclasses.dataclass(eq=False)\nclass P:\n    x: int\n    def "
            + "__eq__(self, other): return True\ndef f():\n    return P(41)", "assert f() == (42,)", "def f():\n    return (42,)"),
        Probe("a member of an enumeration that is equal to anything", "import enum\nclass E(enum.IntEnum):\n    A = 41\n    def "
            + "__eq__(self, other): return True\n    __hash__ = int.__hash__\ndef f():\n    return E.A"),
        Probe("a weak stand-in",
            "import weakref\nclass L:\n    def __eq__(self, other): return True\nkept = L()\ndef f():\n    return weakref.proxy(kept)"),
    ];
}
