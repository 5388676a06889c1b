import pytest

import withy
from withy.analysis.lint import lint
from withy.cli.main import main
from withy.query.diff import differences
from withy.query.path import parse_path
from withy.source import Source
from withy.syntax import format_source

SAMPLE = """
{ name = "a b", on = true, nothing = null, ports = [80, 443], empty = [],
  text = "one\\ntwo\\n", servers = [{ n = 1 }, { n = 2.5 }] }
"""


def test_yaml():
    assert withy.loads(SAMPLE).export("yaml").splitlines() == [
        "name: a b",
        '"on": true',
        "nothing: null",
        "ports:",
        "  - 80",
        "  - 443",
        "empty: []",
        "text: |",
        "  one",
        "  two",
        "servers:",
        '  - "n": 1',
        '  - "n": 2.5',
    ]


def test_toml():
    assert withy.loads(SAMPLE).export("toml").splitlines() == [
        'name = "a b"',
        "on = true",
        "ports = [80, 443]",
        "empty = []",
        'text = "one\\ntwo\\n"',
        "",
        "[[servers]]",
        "n = 1",
        "",
        "[[servers]]",
        "n = 2.5",
    ]


def test_env():
    text = withy.loads('{ db = { host = "x y", port = 5 }, on = false }').export("env")
    assert text == "DB_HOST='x y'\nDB_PORT=5\nON=false\n"


def test_functions_can_not_be_exported():
    with pytest.raises(withy.ExportError, match="a.f is a function"):
        withy.loads("{ a = { f(x) = x } }").get()


def test_paths():
    assert parse_path('a.b[0]."c d"') == ("a", "b", 0, "c d")
    with pytest.raises(withy.UsageError):
        parse_path("a..b")


def test_differences():
    found = differences({"a": 1, "b": [1, 2]}, {"b": [1, 3, 4], "c": None})
    assert [str(item) for item in found] == [
        "- a = 1",
        "~ b[1] = 2 -> 3",
        "+ b[2] = 4",
        "+ c = null",
    ]


def test_format():
    text = "let a=1,f(x)=x in {b:Int?=f(a)*(2+3),## doc\nc=not(a==1),}"
    expected = (
        "let a = 1,\n"
        "    f(x) = x\n"
        "in {\n"
        "  b: Int? = f(a) * (2 + 3),\n"
        "  ## doc\n"
        "  c = not a == 1,\n"
        "}\n"
    )
    assert format_source(Source("f", text)) == expected
    assert format_source(Source("f", expected)) == expected


def test_lint():
    text = 'let a = 1, b = 2 in { local c = 3, x = super.x & { y = b }, z = if true then 1 else 2 }'
    assert [(item.code, item.span.column) for item in lint(Source("f", text))] == [
        ("unused", 5),
        ("unused", 23),
        ("prefer-extend", 36),
        ("constant-condition", 65),
    ]


def test_command_line(tmp_path, capsys):
    path = tmp_path / "app.withy"
    path.write_text('{ port: Int = 80, url = "http://h:${self.port}/", tags = ["x"] }')
    assert main(["get", str(path), "url", "--set", "port=81"]) == 0
    assert main(["get", str(path), "tags[0]"]) == 0
    assert capsys.readouterr().out == "http://h:81/\nx\n"
    assert main(["export", str(path), "--set", "port=high"]) == 2
    assert "type error" in capsys.readouterr().err


def test_document(tmp_path, capsys):
    path = tmp_path / "app.withy"
    path.write_text("{\n  ## Where to listen.\n  port: Int(1..) = 80,\n  name: String,\n}")
    assert main(["doc", str(path)]) == 0
    assert capsys.readouterr().out == (
        "port: Int(1..) = 80\n    Where to listen.\nname: String (required)\n"
    )
