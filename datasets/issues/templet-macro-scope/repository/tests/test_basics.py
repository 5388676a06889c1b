import pytest

from templet import (
    DictLoader, Environment, FileLoader, TemplateNotFound, TemplateRuntimeError,
    TemplateSyntaxError, UndefinedError,
)


def render(source, **variables):
    return Environment().from_string(source).render(**variables)


def test_output_and_filters():
    assert render("Hello {{ name|title|truncate(6, '.') }}!", name="ada lovelace") == "Hello Ada L.!"


def test_expressions():
    assert render("{{ 1 + 2 * 3 }} {{ 7 % 4 == 3 and 'x' in ['x'] }} {{ 'a' ~ 1 }}") == "7 True a1"
    assert render("{{ not a or b }}", a=1, b="b") == "b"
    assert render("{{ row[1].name }}", row=[0, {"name": "n"}]) == "n"


def test_whitespace_control_and_comments():
    assert render("a {#- note -#} b\n{%- if true -%}\n c {% endif %}") == "abc "


def test_if_elif_else():
    source = "{% if n > 1 %}many{% elif n == 1 %}one{% else %}none{% endif %}"
    assert [render(source, n=n) for n in (2, 1, 0)] == ["many", "one", "none"]


def test_for_with_loop_variable():
    source = "{% for k, v in d %}{{ loop.index }}{{ k }}={{ v }}{% if not loop.last %},{% endif %}{% endfor %}"
    assert render(source, d={"a": 1, "b": 2}) == "1a=1,2b=2"


def test_for_else_and_scope():
    assert render("{% for x in [] %}{{ x }}{% else %}empty{% endfor %}") == "empty"
    assert render("{% for x in [1] %}{% set y = x %}{% endfor %}[{{ x }}{{ y }}]") == "[]"


def test_set_changes_outer_variable():
    assert render("{% set n = 0 %}{% for x in [1, 2] %}{% set n = n + x %}{% endfor %}{{ n }}") == "3"


def test_with_block():
    assert render("{% with a = 1, b = a + 1 %}{{ b }}{% endwith %}{{ b }}") == "2"


def test_autoescape():
    env = Environment(autoescape=True)
    assert env.from_string("{{ v }}{{ v|safe }}").render(v="<b>") == "&lt;b&gt;<b>"


def test_strict_undefined():
    env = Environment(strict=True)
    with pytest.raises(UndefinedError, match="'x' is undefined"):
        env.from_string("{{ x }}").render()
    assert env.from_string("{{ x|default('-') }}").render() == "-"


def test_attribute_of_undefined():
    with pytest.raises(UndefinedError):
        render("{{ user.name }}")


def test_syntax_errors_have_lines():
    with pytest.raises(TemplateSyntaxError, match="line 2: unknown tag 'fro'"):
        render("\n{% fro x in y %}")
    with pytest.raises(TemplateSyntaxError, match="line 1: if is not closed"):
        render("{% if x %}\n\n")


def test_runtime_errors():
    with pytest.raises(TemplateRuntimeError):
        render("{{ 1 / 0 }}")
    with pytest.raises(TemplateRuntimeError, match="no filter"):
        render("{{ 1|nothing }}")


def test_include_sees_variables():
    env = Environment(DictLoader({"a": "{% for i in [1, 2] %}{% include 'b' %}{% endfor %}", "b": "<{{ i }}>"}))
    assert env.get_template("a").render() == "<1><2>"


def test_file_loader(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.txt").write_text("x={{ x }}", encoding="utf-8")
    (tmp_path / "secret").write_text("", encoding="utf-8")
    env = Environment(FileLoader(tmp_path / "in"))
    assert env.get_template("t.txt").render(x=1) == "x=1"
    with pytest.raises(TemplateNotFound):
        env.get_template("../secret")
