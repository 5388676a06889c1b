import pytest

from templet import DictLoader, Environment, TemplateRuntimeError, TemplateSyntaxError

FORMS = """\
{% macro field(name, type="text") %}<input name="{{ name }}" type="{{ type }}">{% endmacro %}
{% set version = 2 %}
"""


def render(source, **variables):
    env = Environment(DictLoader({"forms": FORMS}), autoescape=True)
    return env.from_string(source).render(**variables)


def test_arguments_and_defaults():
    source = "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}"
    assert render(source + "{{ m(1) }} {{ m(1, 3) }} {{ m(b=4, a='<') }}") == "1-2 1-3 &lt;-4"


def test_import():
    source = "{% import 'forms' as forms %}{{ forms.field('q') }} {{ forms.version }}"
    assert render(source) == '<input name="q" type="text"> 2'


def test_wrong_arguments():
    source = "{% macro m(a) %}{% endmacro %}"
    for call in ("m(1, 2)", "m(b=1)", "m(1, a=1)"):
        with pytest.raises(TemplateRuntimeError, match="macro 'm'"):
            render(source + "{{ " + call + " }}")


def test_macro_in_block_is_refused():
    with pytest.raises(TemplateSyntaxError, match="top level"):
        render("{% if true %}{% macro m() %}{% endmacro %}{% endif %}")


def test_recursion():
    source = "{% macro down(n) %}{{ n }}{% if n > 0 %}{{ down(n - 1) }}{% endif %}{% endmacro %}"
    assert render(source + "{{ down(3) }}") == "3210"
