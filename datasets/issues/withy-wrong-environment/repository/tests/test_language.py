import pytest

import withy


def value(text, **files):
    return withy.loads(text, files=files).get()


def test_arithmetic_and_precedence():
    assert value("1 + 2 * 3 - 8 / 4") == 5
    assert value("7 / 2") == 3.5
    assert value("-7 % 3") == 2
    assert value("not 1 == 2 and 2 < 3") is True
    assert value("[1] ++ [2, 3]") == [1, 2, 3]


def test_strings():
    assert value(r'"a\tb\u{20ac}\${x}"') == "a\tb€${x}"
    assert value('let n = 3 in "n=${n}, ${if n > 2 then "many" else "few"}"') == "n=3, many"


def test_text_blocks_lose_their_indentation():
    text = 'let x = 5 in """\n    one\n      two ${x}\n\n    three\n    """'
    assert value(text) == "one\n  two 5\n\nthree\n"


def test_let_is_recursive():
    text = "let even(n) = n == 0 or odd(n - 1), odd(n) = n != 0 and even(n - 1) in even(10)"
    assert value(text) is True


def test_functions_have_defaults_and_named_arguments():
    assert value("let f(a, b = a * 2, c = 1) = [a, b, c] in f(1, c = 5)") == [1, 2, 5]


def test_wrong_calls():
    with pytest.raises(withy.EvaluationError, match="needs an argument 'b'"):
        value("(fn(a, b) -> a)(1)")
    with pytest.raises(withy.TypeMismatch, match="argument 'a': Int is expected"):
        value('(fn(a: Int) -> a)("x")')


def test_comprehensions():
    assert value("[x * y for x in range(1, 4) for y in [10, 100] if x != 2]") == [10, 100, 30, 300]


def test_unused_errors_do_not_matter():
    assert value('let bad = error("no") in [length([bad, bad]), 1 ?? bad]') == [2, 1]


def test_errors_have_places():
    with pytest.raises(withy.EvaluationError) as caught:
        value("{ a = 1,\n  b = self.a / 0 }")
    assert str(caught.value) == "<text>:2:7: division by zero"
    assert "note: while computing b" in caught.value.render()


def test_cycles_are_found():
    with pytest.raises(withy.EvaluationError, match="defined by itself"):
        value("{ a = self.b, b = self.a }")


def test_unknown_names():
    with pytest.raises(withy.UnknownName) as caught:
        value("{ port = 1, url = port }")
    assert caught.value.notes == ["fields of the record are written 'self.port'"]


def test_syntax_errors():
    with pytest.raises(withy.ParseError, match="expected ']', found '}'"):
        value("{ a = [1, 2 }")
    with pytest.raises(withy.ParseError, match="can not be chained"):
        value("1 < 2 < 3")


def test_imports():
    files = {
        "lib/base.withy": 'let names = import "names.json" in { first = names[0] }',
        "lib/names.json": '["ada", "bob"]',
    }
    config = withy.loads('(import "lib/base.withy") & { n = 1 }', files=files)
    assert config.get() == {"first": "ada", "n": 1}


def test_missing_import():
    with pytest.raises(withy.ImportFailed, match="'x.withy' is not found"):
        value('import "x.withy"')


def test_library():
    assert value('join(map(upper, split("a,b", ",")), "-")') == "A-B"
    assert value("sort([{n = 2}, {n = 1}], fn(item) -> item.n)") == [{"n": 1}, {"n": 2}]
    assert value("from_entries([{key = str(n), value = n} for n in range(2)])") == {"0": 0, "1": 1}
    assert value('bytes("2 KiB") + round(2.5)') == 2051
