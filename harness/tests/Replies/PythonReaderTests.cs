using Eval.Harness.Replies;

namespace Eval.Harness.Tests.Replies;

public sealed class PythonReaderTests
{
    [Theory]
    [InlineData("def f(a, /, b: int = 1, *args, c=lambda x, *y: x, **kw) -> dict[str, int]:\n    return {**kw, 'a': a}\n")]
    [InlineData("@cache\n@other(1)\nasync def f():\n    async with a as b, c:\n        await b\n    return [x async for x in b if not x]\n")]
    [InlineData("class A(B, metaclass=M):\n    \"\"\"It's a class.\"\"\"\n    x: int = 3\n    y: str\n\n    def f(self): return self.x\n")]
    [InlineData("match x:\n    case [1, *rest] if rest:\n        pass\n    case {'a': a, **other} | None:\n        pass\n    case _:\n     "
        + "   pass\nmatch = 3\nprint(match)\n")]
    [InlineData("try:\n    import numpy as np\nexcept (ImportError, OSError) as e:\n    np = None\nexcept* ValueError:\n    raise\nelse:\n "
        + "   pass\nfinally:\n    del np\n")]
    [InlineData("x = f\"{d[\"a\"]!r:>{width}} {{}} {'b'}\" 'c' rb'd'\ny = x[1:2, ::3], x[:], a if b else c\nz = not x in y and x is not y\n")]
    [InlineData("from . import a\nfrom ..b.c import (d as e,\n    f)\nfrom g import *\nimport h.i as j, k\n")]
    [InlineData("if a: b = 1; c = 2\nelif (n := f(a)) > 10: pass\nfor i, (j, k) in enumerate(z): print(i, end='')\nwhile True: break\n")]
    [InlineData("type Pair[T] = tuple[T, T]\ndef f[T: int](x: T) -> T: ...\nx, *y = 1, 2\nx @= y\ng = (yield)\n")]
    [InlineData("x = [\n  1, # one\n  2,\n]\ny = 1 + \\\n    2\nprint(*x, sep='')\nassert x, 'no'\nglobal q\n")]
    [InlineData("")]
    public void Python_is_read(string code) => Assert.True(new PythonReader().Read(code).Parses);

    [Theory]
    [InlineData("This function returns the sum.")]
    [InlineData("It's short")]
    [InlineData("Here is the code:")]
    [InlineData("- one thing")]
    [InlineData("1. Do this")]
    [InlineData("O(n) time")]
    [InlineData("def f()\n    pass")]
    [InlineData("def f():\nreturn 1")]
    [InlineData("return 1")]
    [InlineData("    x = 1")]
    [InlineData("x = (1, 2")]
    [InlineData("x = 1)")]
    [InlineData("x = = 1")]
    [InlineData("print 'hello'")]
    [InlineData(">>> f(1)\n1")]
    [InlineData("pip install numpy")]
    [InlineData("function f() { return 1; }")]
    [InlineData("```")]
    [InlineData("if x:")]
    [InlineData("x = \"\"\"open")]
    public void What_is_no_Python_is_refused(string text) => Assert.False(new PythonReader().Read(text).Parses);

    [Fact]
    public void What_is_declared_and_needed_is_seen()
    {
        var outline = new PythonReader().Read("import os.path\nfrom a import b as c\nLIMIT, other = 3, helper(2)\n\ndef f(x, y=default):\n "
            + "   total = sum(v for v in x)\n    with open(y) as file:\n        return c(total, g(file), key=LIMIT)\n\nclass K(Base):\n    "
            + "def m(self): return self.n\n");

        Assert.Equal(["K", "LIMIT", "c", "f", "os", "other"], outline.Declares.Order(StringComparer.Ordinal));
        Assert.Equal(["Base", "default", "g", "helper", "open", "sum"], outline.Needs.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_stands_in_front_of_a_mistake_is_kept()
    {
        const string Code = "import a\n\ndef f():\n    return 1\n";

        var outline = new PythonReader().Read(Code + "\nThat is all.\n");

        Assert.Equal(Code.TrimEnd(), Code[..outline.CleanEnd].TrimEnd());
    }
}
