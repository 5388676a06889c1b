namespace Eval.Sandboxes.Tests.Docker;

/// <summary>
/// What of a Python answer's values, objects and effects reaches tests in another process, and that none of it can forge a pass.
/// </summary>
[Trait("Needs", "docker")]
public sealed class PythonValuesTests(DockerFixture fixture) : IClassFixture<DockerFixture>
{
    /// <summary>A right answer, a wrong one of the same kind, the tests, and what the prompt gives.</summary>
    public static TheoryData<string, string, string, string, string> Kinds => new()
    {
        { "date", "import datetime\ndef f(): return datetime.date(2024, 2, 29)",
            "import datetime\ndef f(): return datetime.date(2024, 3, 1)", "import datetime\nassert f() == datetime.date(2024, 2, "
            + "29)\nassert f().year == 2024", "" },
        { "datetime with a zone", "from datetime import *\ndef f(): return datetime(2024, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))",
            "from datetime import *\ndef f(): return datetime(2024, 1, 2, 3)", "from datetime import *\nassert f() == datetime(2024, 1, 2, "
            + "1, tzinfo=timezone.utc)", "" },
        { "decimal and fraction",
            "from decimal import Decimal\nfrom fractions import Fraction\ndef f(): return [Decimal('1.00'), Fraction(2, 4)]",
                "def f(): return [1.0, '1/2']", "from decimal import Decimal\nfrom fractions import Fraction\nassert f() == [Decimal(1), "
                + "Fraction(1, 2)]\nassert type(f()[1]) is Fraction", "" },
        { "generator", "def f():\n    yield from (1, 2)", "def f():\n    yield from (1, 3)", "import types\nassert list(f()) == [1, "
            + "2]\nassert isinstance(f(), types.GeneratorType)\ng = f()\nassert next(g) == 1 and next(g) == 2 and next(g, None) is None",
                "" },
        { "generator without end", "def f():\n    n = 0\n    while True:\n        yield n\n        n += 1",
            "def f():\n    while True: yield 0", "import itertools\nassert list(itertools.islice(f(), 3)) == [0, 1, 2]", "" },
        { "map, filter and zip", "def f(): return map(str, filter(None, [0, 1])), zip('ab', 'cd')",
            "def f(): return map(str, [0, 1]), zip('ab', 'cd')", "m, z = f()\nassert list(m) == ['1'] and dict(z) == {'a': 'c', 'b': 'd'}",
                "" },
        { "views", "def f(): return {'a': 1, 'b': 2}.items()", "def f(): return {'a': 1}.items()",
            "assert sorted(f()) == [('a', 1), ('b', 2)]\nassert ('a', 1) in f() and len(f()) == 2", "" },
        { "in place", "def f(a, b):\n    a[0].sort()\n    a.append(a[0])\n    b['x'] = 1", "def f(a, b):\n    a = [sorted(a[0])]",
            "i = [3, 1]\na, b = [i], {}\nassert f(a, b) is None\nassert a == [[1, 3], [1, 3]] and a[0] is i and a[1] is i "
                + "and b == {'x': 1}", "" },
        { "the argument itself", "def f(a):\n    a.reverse()\n    return a", "def f(a): return a[::-1]",
            "a = [1, 2]\nassert f(a) is a and a == [2, 1]", "" },
        { "closure", "def f(n): return lambda x: x + n", "def f(n): return lambda x: x - n", "assert f(3)(4) == 7\nassert callable(f(1))",
            "" },
        { "keywords of a closure", "import functools\ndef f(): return functools.partial(int, base=2)", "def f(): return int",
            "assert f()('11') == 3", "" },
        { "class of the prompt",
            "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    y: int = 0\ndef f(p): return P(p.y, p.x)",
                "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    y: int = 0\n    def __eq__(self, other): return "
                + "True\ndef f(p): return p", "assert f(P(1, 2)) == P(2, 1)\nassert isinstance(f(P(1)), P)",
                    "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    y: int = 0\n"
                + "def f(p):\n    \"\"\"Swap.\"\"\"\n" },
        { "linked objects of the prompt", "class N:\n    def __init__(self, v, next=None): self.v, self.next = v, next\ndef f(n):\n    "
            + "last = None\n    while n: n.next, last, n = last, n, n.next\n    return last", "class N:\n    def __init__(self, v, "
            + "next=None): self.v, self.next = v, next\ndef f(n): return n", "c = N(3); b = N(2, c); a = N(1, b)\nassert f(a) is c and "
            + "c.next is b and b.next is a and a.next is None\nl = None\nfor i in range(3000): l = N(i, l)\nassert f(l).v == 0",
                "class N:\n    def __init__(self, v, next=None): self.v, self.next = v, next\n" },
        { "named tuple", "from collections import namedtuple\nS = namedtuple('S', 'start end')\ndef f(s): return S(s.start - 1, s.end + 1)",
            "from collections import namedtuple\nS = namedtuple('S', 'start end')\ndef f(s): return S(s.end, s.start)",
                "r = f(S(3, 4))\nassert r.start == 2 and r.end == 5 and r == (2, 5) and isinstance(r, S)",
                "from collections import namedtuple\nS = namedtuple('S', 'start end')\n" },
        { "enum of the prompt",
            "import enum\nclass C(enum.Enum):\n    RED = 1\n    BLUE = 2\ndef f(c): return C.BLUE if c is C.RED else C.RED",
                "import enum\nclass C(enum.Enum):\n    RED = 1\n    BLUE = 2\ndef f(c): return c", "assert f(C.RED) is C.BLUE",
                "import enum\nclass C(enum.Enum):\n    RED = 1\n    BLUE = 2\n" },
        { "exception of the prompt", "class E(Exception): pass\ndef f(x):\n    raise E('no', x)",
            "class E(Exception): pass\ndef f(x):\n    raise ValueError('no')", "try:\n    f(1)\n    assert False\nexcept E as e:\n    "
            + "assert e.args == ('no', 1)", "class E(Exception): pass\n" },
        { "exception of the library", "import json\ndef f(): return json.loads('{')", "def f(): raise KeyError('x')",
            "import json\ntry:\n    f()\n    assert False\nexcept json.JSONDecodeError as e:\n    assert e.pos == 1", "" },
        { "function as an argument", "def f(g, x): return g(g(x))", "def f(g, x): return g(x)",
            "assert f(lambda v: v + 3, 1) == 7\nassert f(abs, -1) == 1\nimport math\nassert f(math.sqrt, 16) == 2", "" },
        { "own iterator as an argument", "def f(x): return [next(x), next(x)]", "def f(x): return [next(x)]",
            "import itertools\nassert f(itertools.count(5)) == [5, 6]\nassert f(v for v in 'ab') == ['a', 'b']", "" },
        { "type as an argument", "def f(xs, t): return [x for x in xs if not isinstance(x, t)]", "def f(xs, t): return xs",
            "assert f([1, 'a', 2.5], int) == ['a', 2.5]", "" },
        { "object of the tests as an argument", "def f(s):\n    s.put('x')\n    return s.size", "def f(s): return 1",
            "class Store:\n    size = 0\n    def put(self, x): self.size += 1\ns = Store()\ns.put(1)\nassert f(s) == 2 and s.size == 2",
                "" },
        { "counter, ordered and default dictionaries, deque",
            "from collections import *\ndef f(): return Counter('aab'), OrderedDict(a=1), defaultdict(list, b=[2]), deque([1, 2], 2)",
                "from collections import *\ndef f(): return dict(a=2, b=1), {'a': 1}, {'b': [2]}, [1, 2]",
                "c, o, d, q = f()\nassert c.most_common(1) == [('a', 2)] and o.popitem() == ('a', 1)\nassert d['new'] == [] and q.maxlen "
                + "== 2\nq.appendleft(0)\nassert list(q) == [0, 1]", "" },
        { "coroutine", "import asyncio\nasync def f(a, b):\n    await asyncio.sleep(0)\n    return a + b",
            "async def f(a, b): return a - b", "import asyncio\nassert asyncio.run(f(1, 2)) == 3\nasync def all():\n    return await "
            + "asyncio.gather(f(1, 1), f(2, 2))\nassert asyncio.run(all()) == [2, 4]", "" },
        { "asynchronous generator", "async def f():\n    for i in range(3): yield i", "async def f():\n    yield 0",
            "import asyncio\nasync def all(): return [x async for x in f()]\nassert asyncio.run(all()) == [0, 1, 2]", "" },
        { "coroutine function as an argument", "async def f(get): return [await get(x) for x in (1, 2)]", "async def f(get): return [1, 2]",
            "import asyncio\nasync def get(x): return x * 10\nassert asyncio.run(f(get)) == [10, 20]", "" },
        { "printed text", "def f(s): print(s.upper())", "def f(s): print(s)",
            "import io, contextlib\nb = io.StringIO()\nwith contextlib.redirect_stdout(b): f('hi')\nassert b.getvalue() == 'HI\\n'", "" },
        { "input that is patched", "def f(): return int(input('?')) + 1", "def f(): return 4", "from unittest.mock import patch\nwith "
            + "patch('builtins.input', return_value='4') as m:\n    assert f() == 5\n    m.assert_called_once_with('?')\nwith "
            + "patch('builtins.input', side_effect=['1', '2']):\n    assert f() == 2 and f() == 3", "" },
        { "standard input", "import sys\ndef f(): return int(input()) + int(sys.stdin.readline())", "def f(): return 0",
            "import io, sys\nsys.stdin = io.StringIO('4\\n5\\n')\nassert f() == 9", "" },
        { "library that is patched", "import time, random\ndef f():\n    time.sleep(100)\n    return random.randint(1, 6)",
            "def f(): return 3", "from unittest.mock import patch\nwith patch('time.sleep') as s, patch('random.randint', "
            + "return_value=4):\n    assert f() == 4\ns.assert_called_once_with(100)", "" },
        { "file that is mocked", "def f(p):\n    with open(p) as file: return file.read().split()", "def f(p): return []",
            "from unittest.mock import patch, mock_open\nwith patch('builtins.open', mock_open(read_data='a b')):\n    assert f('x') == "
            + "['a', 'b']", "" },
        { "signals, threads and processes of its own", "import os, signal, threading, time\ndef f():\n    heard = []\n    "
            + "signal.signal(signal.SIGALRM, lambda *_: heard.append(threading.current_thread() is threading.main_thread()))\n    "
            + "signal.setitimer(signal.ITIMER_REAL, 0.001)\n    while not heard: time.sleep(0.001)\n    thread = "
            + "threading.Thread(target=heard.append, args=(2,))\n    thread.start()\n    thread.join()\n    child = os.fork()\n    if "
            + "child == 0: os._exit(3)\n    heard.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n    return heard, "
            + "os.getpid() == threading.get_native_id() == threading.main_thread().native_id", "def f(): return [True, 2, 3], False",
                "assert f() == ([True, 2, 3], True)", "" },
        { "pool of processes",
            "from multiprocessing import Pool\ndef g(x): return x * x\ndef f(xs):\n    with Pool(2) as p: return p.map(g, xs)",
                "def f(xs): return xs", "assert f([1, 2]) == [1, 4]", "" },
        { "class that the answer writes", "class f:\n    def __init__(self): self.value = 0\n    def inc(self): self.value += 1",
            "class f:\n    def __init__(self): self.value = 1\n    def inc(self): self.value += 1",
                "c = f()\nc.inc()\nc.inc()\nassert c.value == 2", "class f:\n    \"\"\"A counter.\"\"\"\n" },
        { "operators of a class that is asked for", "class f:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): return "
            + "f(self.x + o.x)\n    def __eq__(self, o): return isinstance(o, f) and o.x == self.x\n    def __len__(self): return self.x\n "
            + "   def __repr__(self): return f'f({self.x})'", "class f:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): "
            + "return f(self.x - o.x)\n    def __eq__(self, o): return isinstance(o, f) and o.x == self.x", "assert f(1) + f(2) == "
            + "f(3)\nassert f(1) != f(2)\nassert len(f(4)) == 4 and repr(f(2)) == 'f(2)'", "class f: pass\n" },
        { "classes that only the tests name",
            "class Node:\n    def __init__(self, v): self.v, self.left = v, None\ndef f(n): return n.left.v if n.left else n.v",
                "class Node:\n    def __init__(self, v): self.v, self.left = v, None\ndef f(n): return n.v",
                "root = Node(1)\nroot.left = Node(2)\nassert f(root) == 2", "" },
        { "module that the answer imports", "import sys\ndef f(): return sys.maxsize", "import sys\ndef f(): return 0",
            "assert f() == sys.maxsize", "" },
        { "context manager", "import contextlib\n@contextlib.contextmanager\ndef f(l):\n    l.append(1)\n    yield 5\n    l.append(2)",
            "import contextlib\n@contextlib.contextmanager\ndef f(l):\n    yield 5", "l = []\nwith f(l) as v: assert v == 5 and l == "
            + "[1]\nassert l == [1, 2]", "" },
        { "values of the library", "import pathlib, uuid, re\ndef f(): return pathlib.Path('a') / 'b', uuid.UUID(int=5), re.compile('x')",
            "def f(): return 'a/b', 5, 'x'", "import pathlib, uuid, re\nassert f() == (pathlib.Path('a/b'), uuid.UUID(int=5), "
            + "re.compile('x'))", "" },
        { "numpy", "import numpy as np\ndef f(xs): return np.array(xs).mean(), np.arange(4).reshape(2, 2), np.int64(3)",
            "import numpy as np\ndef f(xs): return 0.0, np.zeros((2, 2)), 3", "import numpy as np\nm, a, i = f([1, 2, 3])\nassert abs(m - "
            + "2.0) < 1e-9 and a.tolist() == [[0, 1], [2, 3]] and np.allclose(a, [[0, 1], [2, 3]]) and i == 3", "" },
        { "array changed in place", "def f(a): a += 1", "def f(a): a = a + 1",
            "import numpy as np\na = np.zeros(2)\nf(a)\nassert a.tolist() == [1, 1]", "" },
        { "order of a dictionary", "def f(o): o.move_to_end('a')", "def f(o): o['a'] = 1",
            "from collections import OrderedDict\no = OrderedDict(a=1, b=2)\nf(o)\nassert list(o) == ['b', 'a']", "" },
        { "what a generator returns", "def f():\n    x = yield 1\n    return x", "def f():\n    yield 1\n    return 0",
            "g = f()\nnext(g)\ntry:\n    g.send(7)\n    assert False\nexcept StopIteration as e:\n    assert e.value == 7", "" },
        { "exception of the answer's own", "class E(ValueError):\n    def __init__(self, code):\n        super().__init__('no')\n        "
            + "self.code = code\ndef f(): raise E(5)", "class E(ValueError):\n    code = 4\ndef f(): raise E('no')",
                "try:\n    f()\n    assert False\nexcept E as e:\n    assert e.code == 5 and isinstance(e, ValueError)", "" },
        { "cause of an exception", "def f():\n    try: 1 / 0\n    except ZeroDivisionError as e: raise ValueError('x') from e",
            "def f(): raise ValueError('x')", "try: f()\nexcept ValueError as e:\n    assert isinstance(e.__cause__, ZeroDivisionError)",
                "" },
        { "environment that is patched", "import os\ndef f(): return os.environ.get('X')", "def f(): return '2'",
            "import os\nfrom unittest.mock import patch\nwith patch.dict(os.environ, {'X': '1'}): assert f() == '1'\nassert f() is None or "
            + "f() == '2'", "" },
        { "generator of random numbers that is seeded", "import random\ndef f(): return random.random()", "def f(): return 0.5",
            "import random\nrandom.seed(5)\na, b = random.random(), random.random()\nrandom.seed(5)\nassert f() == a and "
            + "random.random() == b", "" },
        { "how a function looks", "def f(a, b=2):\n    'Says so.'\n    yield a", "def f(a): return [a]", "import inspect\nassert "
            + "inspect.isgeneratorfunction(f) and f.__doc__ == 'Says so.'\nassert inspect.signature(f).parameters['b'].default == "
            + "2\nassert list(f(1)) == [1]", "" },
        { "file", "def f(p):\n    with open(p + '.out', 'w') as o: o.write(open(p).read().upper())",
            "def f(p): open(p + '.out', 'w').close()", "open('/tmp/x', 'w').write('ab')\nf('/tmp/x')\nassert open('/tmp/x.out').read() "
            + "== 'AB'", "" },
        { "tests of unittest", "def f(x): return x + 1", "def f(x): return x", "import io, unittest\nclass T(unittest.TestCase):\n    def "
            + "test(self):\n        self.assertEqual(f(1), 2)\n        with self.assertRaises(TypeError): f('a')\nassert "
            + "unittest.TextTestRunner(io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)).wasSuccessful()", "" },
        { "half a character that is printed", "def f():\n    print('\\ud83d')\n    return 1", "def f(): return 2", "assert f() == 1", "" },
        { "syntax of today",
            "def f[T](xs: list[T]) -> list[T]:\n    type Pair = tuple[int, int]\n    return [f\"{'a' + \"b\"}\" for _ in xs]",
                "def f[T](xs: list[T]) -> list[T]: return xs", "assert f([1]) == ['ab']", "" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_right_answer_passes_and_a_wrong_one_fails(string kind, string right, string wrong, string tests, string given)
    {
        string[] asked = given.Contains("class f", StringComparison.Ordinal) ? ["f"] : [];

        var passed = await fixture.RunGivenAsync(given, right, tests, asked);
        var failed = await fixture.RunGivenAsync(given, wrong, tests, asked);

        Assert.True(Passes(passed), $"{kind}: {passed.Status} {passed.Reason} {passed.Observations.SingleOrDefault()}");
        Assert.True(failed is { Status: ExecutionStatus.Completed,
            Observations: [{ Kind: ObservationKind.Failed or ObservationKind.Exception }] }, $"{kind}: {failed.Status} {failed.Reason}");
    }

    private const string Liar = """
        class L:
            def __init__(self, *a): pass
            def __getattr__(self, name): return lambda *a, **k: True
            def __call__(self, *a): return L()
            def __eq__(self, o): return True
            def __lt__(self, o): return True
            __le__ = __gt__ = __ge__ = __contains__ = __eq__
            def __hash__(self): return 0
            def __len__(self): return 2
            def __sub__(self, o): return 0.0
            __rsub__ = __mod__ = __sub__
            def __abs__(self): return 0.0
            def __float__(self): return 0.0

        """;

    [Theory]
    [InlineData("def f(*a): return L()", "assert f(1) == 42")]
    [InlineData("def f(*a): return L()", "assert 42 == f(1)")]
    [InlineData("def f(*a): return L()", "assert abs(f([1]) - 42.5) < 1e-6")]
    [InlineData("def f(*a): return L()", "assert f(1).startswith('abc')")]
    [InlineData("def f(*a): return L()", "assert 42 in f(1)")]
    [InlineData("def f(*a): return L()", "assert f(1) < 42")]
    [InlineData("def f(*a): return L()", "assert f(1) == f(2)")]
    [InlineData("def f(*a): return L()", "assert f(1) == [4, 2]")]
    [InlineData("def f(*a): return L()", "import math\nassert math.isclose(f(1), 42.5)")]
    [InlineData("def f(*a): return [L(), L()]", "assert f(1) == [4, 2]")]
    [InlineData("def f(*a): return {'x': L()}", "assert f(1) == {'x': 42}")]
    [InlineData("class f(L): pass", "assert f(1) == 42")]
    [InlineData("class f(L): pass", "assert abs(f(1) - 42.5) < 1e-6")]
    [InlineData("class D(dict):\n    def __eq__(self, o): return True\ndef f(*a): return D()", "assert f(1) == {'x': 42}")]
    [InlineData("class S(str):\n    def __eq__(self, o): return True\n    __hash__ = str.__hash__\n    def startswith(self, o): return "
        + "True\ndef f(*a): return S('x')", "assert f(1) == 'abc' or f(1).startswith('abc')")]
    [InlineData("def f(xs): xs[0] = L()", "xs = [3]\nf(xs)\nassert xs == [42]")]
    [InlineData("def f(g): return g.__globals__['expected']", "expected = 42\nassert f(lambda x: x) == expected")]
    [InlineData("def f(g): return g.gi_frame.f_globals['expected']", "expected = 42\nassert f(x for x in [1]) == expected")]
    [InlineData("def f(m):\n    m.assert_called_once_with = lambda *a: None\n    m.reset_mock()",
        "from unittest.mock import Mock\nm = Mock()\nf(m)\nm.assert_called_once_with(42)")]
    [InlineData("class f:\n    def __init__(self, *a): pass\n    def __eq__(self, o): return True", "assert f(1) == f(2)\nassert f(1) == 3",
        "f")]
    [InlineData("class f:\n    def __init__(self, *a): pass\n    def __add__(self, o): return self\n    def __eq__(self, o): return True",
        "assert f(1) + f(2) == f(3)", "f")]
    public async Task An_object_cannot_say_that_it_is_what_the_tests_expect(string answer, string tests, params string[] asked)
    {
        var result = await fixture.RunGivenAsync("", Liar + answer, tests, asked);

        Assert.False(Passes(result), $"{result.Status} {result.Reason}");
    }

    [Fact]
    public async Task A_result_tells_that_a_class_of_the_answer_decided_about_equality()
    {
        const string Vector =
            "class f:\n    def __init__(self, x): self.x = x\n    def __eq__(self, o): return isinstance(o, f) and o.x == self.x";

        var decided = await fixture.RunGivenAsync("", Vector, "assert f(1) == f(1)", "f");
        var read = await fixture.RunGivenAsync("", Vector, "assert f(1).x == 1", "f");

        Assert.Equal((true, true), (Passes(decided), decided.EqualityByAnswer));
        Assert.Equal((true, false), (Passes(read), read.EqualityByAnswer));
    }

    [Theory]
    [InlineData("", "assert f( == 42", "its test program is not Python 3")]
    [InlineData("def f(:\n", "assert f() == 42", "its prompt is not Python 3")]
    [InlineData("import nowhere_to_be_found\n", "assert f() == 42", "nowhere_to_be_found")]
    [InlineData("", "import nowhere_to_be_found\nassert f() == 42", "needs the module 'nowhere_to_be_found'")]
    [InlineData("", "def check(candidate):\n    assert candidate() == 41\n    import nowhere_to_be_found\ncheck(f)",
        "needs the module 'nowhere_to_be_found'")]
    [InlineData("", "expected = 1 / 0\nassert f() == expected", "ends before it calls the program: ZeroDivisionError")]
    [InlineData("", "x = 'x' * (1 << 32)\nassert f() == x", "needs more than 448 MiB")]
    public async Task What_the_data_set_cannot_do_here_is_not_the_answers(string given, string tests, string reason)
    {
        var result = await fixture.RunGivenAsync(given, "def f(): return 41", tests);

        Assert.Equal((ExecutionStatus.TestsUnusable, true), (result.Status, result.Reason?.Contains(reason, StringComparison.Ordinal)));
        Assert.Empty(result.Observations);
    }

    [Fact]
    public async Task What_the_tests_need_of_the_answer_and_do_not_find_is_the_answers() =>
        Assert.Equal(ObservationKind.Failed,
            (await fixture.RunAsync("def f(n): return 1", "assert f(Node(1)) == 1")).Observations.SingleOrDefault()?.Kind);

    [Fact]
    public async Task Printing_is_cut_and_the_values_decide()
    {
        var result = await fixture.RunAsync("def f():\n    print('first')\n    for i in range(60): print('x' * 100_000)\n    return 42",
            "assert f() == 42");

        Assert.True(Passes(result), $"{result.Status} {result.Reason}");
        Assert.StartsWith("first\n", result.Output, StringComparison.Ordinal);
        Assert.InRange(result.Output.Length, 60_000, 70_000);
    }

    private static bool Passes(ExecutionResult result) =>
        result is { Status: ExecutionStatus.Completed, Observations: [{ Kind: ObservationKind.Held }] };
}
