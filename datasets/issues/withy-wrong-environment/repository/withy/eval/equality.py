"""Comparing values."""

from __future__ import annotations

from typing import Any

from ..errors import TypeMismatch
from .record import Record
from .values import ListValue, is_function, is_number, type_name


def equal(a: Any, b: Any) -> bool:
    """Whether two values are the same.  Hidden fields of records do not matter."""
    if is_function(a) or is_function(b):
        raise TypeMismatch("functions can not be compared")
    if isinstance(a, ListValue) and isinstance(b, ListValue):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, Record) and isinstance(b, Record):
        names = a.visible_names()
        return set(names) == set(b.visible_names()) and all(
            equal(a.get(name), b.get(name)) for name in names
        )
    if is_number(a) and is_number(b):
        return a == b
    return type(a) is type(b) and a == b


def less(a: Any, b: Any) -> bool:
    """Whether *a* comes before *b*; for numbers, strings, and lists of these."""
    if is_number(a) and is_number(b):
        return a < b
    if isinstance(a, str) and isinstance(b, str):
        return a < b
    if isinstance(a, ListValue) and isinstance(b, ListValue):
        for x, y in zip(a, b):
            if not equal(x, y):
                return less(x, y)
        return len(a) < len(b)
    raise TypeMismatch(f"{type_name(a)} and {type_name(b)} have no order")
