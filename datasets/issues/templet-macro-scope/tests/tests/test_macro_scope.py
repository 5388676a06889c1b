import pytest

from templet import DictLoader, Environment, UndefinedError

PRICE = (
    "{% macro price(amount, unit) %}{{ amount }}"
    "{% if unit %} {{ unit }}{% endif %}{% endmacro %}"
)


def render(source, *, templates=None, strict=False, globals=None, **variables):
    env = Environment(DictLoader(templates or {}), strict=strict, globals=globals)
    return env.from_string(source).render(**variables)


def test_missing_argument_with_loop_variable_of_that_name():
    source = PRICE + "{% for unit in ['kg', 'l'] %}{{ price(3) }};{% endfor %}"
    assert render(source) == "3;3;"


def test_missing_argument_with_top_level_variable_of_that_name():
    source = "{% set unit = 'kg' %}" + PRICE + "{{ price(3) }}"
    assert render(source) == "3"


def test_missing_argument_with_render_variable_of_that_name():
    assert render(PRICE + "{{ price(3) }}{{ unit }}", unit="kg") == "3kg"


def test_missing_argument_is_an_error_in_strict_mode():
    source = "{% macro m(x) %}{{ x }}{% endmacro %}{% for x in [1] %}{{ m() }}{% endfor %}"
    with pytest.raises(UndefinedError, match="'x' is undefined"):
        render(source, strict=True)


def test_passed_argument_wins():
    source = PRICE + "{% for unit in ['kg'] %}{{ price(3, 'l') }}{{ unit }}{% endfor %}"
    assert render(source) == "3 lkg"


def test_loop_and_with_variables_are_not_seen():
    source = (
        "{% macro m() %}[{{ item }}{{ note }}{% if loop %}loop{% endif %}]{% endmacro %}"
        "{% for item in [1, 2] %}{% with note = 'n' %}{{ m() }}{% endwith %}{% endfor %}"
    )
    assert render(source) == "[][]"


def test_loop_variable_is_an_error_in_strict_mode():
    source = "{% macro m() %}{{ item }}{% endmacro %}{% for item in [1] %}{{ m() }}{% endfor %}"
    with pytest.raises(UndefinedError, match="'item' is undefined"):
        render(source, strict=True)


def test_parameters_of_calling_macro_are_not_seen():
    source = (
        "{% macro inner() %}<{{ secret }}>{% endmacro %}"
        "{% macro outer(secret) %}{{ secret }}{{ inner() }}{% endmacro %}"
        "{{ outer(1) }}"
    )
    assert render(source) == "1<>"


def test_set_does_not_change_loop_variable():
    source = (
        "{% macro m() %}{% set item = 'changed' %}{{ item }}{% endmacro %}"
        "{% for item in [1] %}{{ m() }} {{ item }}{% endfor %}"
    )
    assert render(source) == "changed 1"


def test_set_does_not_change_top_level_variable():
    source = (
        "{% set total = 5 %}"
        "{% macro m() %}{% set total = 0 %}{% for x in [1, 2] %}"
        "{% set total = total + x %}{% endfor %}{{ total }}{% endmacro %}"
        "{{ m() }} {{ total }} {{ m() }}"
    )
    assert render(source) == "3 5 3"


def test_set_does_not_change_render_variable():
    source = "{% macro m() %}{% set user = 'x' %}{% endmacro %}{{ m() }}{{ user }}"
    assert render(source, user="ada") == "ada"


def test_set_can_change_own_parameter():
    source = (
        "{% macro m(n) %}{% for x in [1, 2] %}{% set n = n + x %}{% endfor %}{{ n }}{% endmacro %}"
        "{% for n in [10] %}{{ m(0) }} {{ n }}{% endfor %}"
    )
    assert render(source) == "3 10"


def test_variables_do_not_outlive_the_call():
    source = "{% macro m() %}{{ seen }}{% set seen = 'x' %}{% endmacro %}{{ m() }}{{ m() }}{{ seen }}"
    assert render(source) == ""


def test_top_level_and_render_variables_are_seen():
    source = (
        "{% set a = 1 %}{% macro m() %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
        "{% for x in [1] %}{{ m() }}{% endfor %}"
    )
    assert render(source, b=2, globals={"c": 3}) == "123"


def test_top_level_variable_has_its_present_value():
    source = (
        "{% set n = 0 %}{% macro show() %}{{ n }}{{ late }}{% endmacro %}"
        "{% set late = '.' %}"
        "{% for x in [1, 2] %}{% set n = n + x %}{{ show() }}{% endfor %}"
    )
    assert render(source) == "1.3."


def test_shadowed_top_level_variable():
    source = (
        "{% set name = 'top' %}{% macro m() %}{{ name }}{% endmacro %}"
        "{% for name in ['loop'] %}{{ m() }} {{ name }}{% endfor %}"
    )
    assert render(source) == "top loop"


def test_default_is_evaluated_where_the_macro_is_defined():
    source = (
        "{% set kind = 'text' %}"
        "{% macro field(name, type=kind) %}{{ name }}:{{ type }}{% endmacro %}"
        "{% for kind in ['date'] %}{{ field('a') }}{% endfor %}"
        "{% set kind = 'mail' %} {{ field('b') }}"
    )
    assert render(source) == "a:text b:mail"


def test_default_sees_parameters_before_it():
    source = "{% macro m(a, b=a * 2) %}{{ a }},{{ b }}{% endmacro %}{{ m(2) }} {{ m(2, 3) }}"
    assert render(source) == "2,4 2,3"


def test_recursive_calls_have_their_own_variables():
    source = (
        "{% macro tree(n) %}{% set mark = n %}"
        "{% if n > 0 %}({{ tree(n - 1) }}){% endif %}{{ mark }}{{ n }}{% endmacro %}"
        "{{ tree(2) }}"
    )
    assert render(source) == "((00)11)22"


def test_macro_defined_further_down():
    source = (
        "{% macro first() %}1{{ second() }}{% endmacro %}"
        "{% macro second() %}2{% endmacro %}{{ first() }}"
    )
    assert render(source) == "12"


FORMS = (
    "{% set prefix = 'f-' %}"
    "{% macro label(text) %}<b>{{ prefix }}{{ text }}</b>{% endmacro %}"
    "{% macro field(name) %}{{ label(name) }}{{ user }}{{ site }}{% endmacro %}"
)


def test_imported_macros_see_their_own_template():
    source = "{% import 'forms' as forms %}{{ forms.field('q') }}"
    assert render(source, templates={"forms": FORMS}, globals={"site": "!"}) == "<b>f-q</b>!"


def test_imported_macros_do_not_see_the_importing_template():
    source = (
        "{% import 'forms' as forms %}{% set prefix = 'page-' %}"
        "{% for text in ['t'] %}{{ forms.label('q') }}{{ forms.field('r') }}{% endfor %}"
    )
    assert render(source, templates={"forms": FORMS}, user="ada") == "<b>f-q</b><b>f-r</b>"


def test_include_within_macro_sees_its_variables():
    source = (
        "{% macro m(x) %}{% set y = x + 1 %}{% include 'part' %}{% endmacro %}"
        "{% for x in [7] %}{{ m(1) }}{% endfor %}"
    )
    assert render(source, templates={"part": "{{ x }}{{ y }}"}) == "12"


def test_macro_defined_in_included_template():
    templates = {
        "part": "{% set own = 'o' %}{% macro m() %}{{ item }}{{ own }}{{ hidden }}{% endmacro %}"
                "{% with hidden = 'h' %}{{ m() }}{% endwith %}"
    }
    source = "{% for item in [1, 2] %}{% include 'part' %};{% endfor %}"
    assert render(source, templates=templates) == "1o;2o;"
