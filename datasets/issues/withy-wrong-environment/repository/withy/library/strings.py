"""Library functions for strings."""

from __future__ import annotations

from typing import Any

from ..errors import EvaluationError
from ..eval.operators import text_of
from ..eval.values import ListValue
from .support import Library, integer, items, text

STRINGS = Library()


@STRINGS.define("upper", 1)
def _upper(_: Any, value: Any) -> str:
    return text(value, "upper").upper()


@STRINGS.define("lower", 1)
def _lower(_: Any, value: Any) -> str:
    return text(value, "lower").lower()


@STRINGS.define("trim", 1)
def _trim(_: Any, value: Any) -> str:
    return text(value, "trim").strip()


@STRINGS.define("split", 2)
def _split(_: Any, value: Any, separator: Any) -> ListValue:
    if text(separator, "split") == "":
        raise EvaluationError("'split' needs a separator that is not empty")
    return ListValue.of(text(value, "split").split(separator))


@STRINGS.define("join", 2)
def _join(_: Any, values: Any, separator: Any) -> str:
    return text(separator, "join").join(text_of(item) for item in items(values, "join"))


@STRINGS.define("replace", 3)
def _replace(_: Any, value: Any, old: Any, new: Any) -> str:
    if text(old, "replace") == "":
        raise EvaluationError("'replace' needs something to replace")
    return text(value, "replace").replace(old, text(new, "replace"))


@STRINGS.define("starts_with", 2)
def _starts_with(_: Any, value: Any, prefix: Any) -> bool:
    return text(value, "starts_with").startswith(text(prefix, "starts_with"))


@STRINGS.define("ends_with", 2)
def _ends_with(_: Any, value: Any, suffix: Any) -> bool:
    return text(value, "ends_with").endswith(text(suffix, "ends_with"))


@STRINGS.define("substring", 2, 3)
def _substring(_: Any, value: Any, start: Any, end: Any = None) -> str:
    value = text(value, "substring")
    first = max(0, integer(start, "substring"))
    last = len(value) if end is None else integer(end, "substring")
    return value[first:last]


@STRINGS.define("pad_left", 2, 3)
def _pad_left(_: Any, value: Any, width: Any, fill: Any = " ") -> str:
    return _padding(text_of(value), width, fill, "pad_left") + text_of(value)


@STRINGS.define("pad_right", 2, 3)
def _pad_right(_: Any, value: Any, width: Any, fill: Any = " ") -> str:
    return text_of(value) + _padding(text_of(value), width, fill, "pad_right")


def _padding(value: str, width: Any, fill: Any, function: str) -> str:
    if len(text(fill, function)) != 1:
        raise EvaluationError(f"'{function}' fills up with one character")
    return fill * max(0, integer(width, function) - len(value))


@STRINGS.define("lines", 1)
def _lines(_: Any, value: Any) -> ListValue:
    return ListValue.of(text(value, "lines").splitlines())


@STRINGS.define("str", 1)
def _str(_: Any, value: Any) -> str:
    return text_of(value)
