"""The operators of the language, for values that were computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ..errors import EvaluationError, TypeMismatch
from .equality import equal, less
from .record import Record
from .values import ListValue, is_function, is_number, type_name


def text_of(value: Any) -> str:
    """A value in a hole of a string."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return number_text(value)
    raise TypeMismatch(f"{type_name(value)} can not be put into a string")


def number_text(value: int | float) -> str:
    """A number for people: decimal numbers without a fraction look like integers."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _finite(value: int | float) -> int | float:
    if isinstance(value, float) and not math.isfinite(value):
        raise EvaluationError("the result is too large")
    return value


def add(a: Any, b: Any) -> Any:
    """The sum of numbers; strings, too, can be added."""
    if is_number(a) and is_number(b):
        return _finite(a + b)
    if isinstance(a, str) and isinstance(b, str):
        return a + b
    raise _unsuitable("+", a, b)


def subtract(a: Any, b: Any) -> Any:
    if is_number(a) and is_number(b):
        return _finite(a - b)
    raise _unsuitable("-", a, b)


def multiply(a: Any, b: Any) -> Any:
    if is_number(a) and is_number(b):
        return _finite(a * b)
    if isinstance(a, str) and isinstance(b, int) and not isinstance(b, bool) and b >= 0:
        return a * b
    raise _unsuitable("*", a, b)


def divide(a: Any, b: Any) -> Any:
    """The quotient, an integer if both are integers and nothing is left over."""
    if is_number(a) and is_number(b):
        if b == 0:
            raise EvaluationError("division by zero")
        if isinstance(a, int) and isinstance(b, int) and a % b == 0:
            return a // b
        return _finite(a / b)
    raise _unsuitable("/", a, b)


def remainder(a: Any, b: Any) -> Any:
    if is_number(a) and is_number(b):
        if b == 0:
            raise EvaluationError("division by zero")
        return a % b
    raise _unsuitable("%", a, b)


def concatenate(a: Any, b: Any) -> Any:
    """Two lists, or two strings, one after the other."""
    if isinstance(a, ListValue) and isinstance(b, ListValue):
        return ListValue(a.thunks + b.thunks)
    if isinstance(a, str) and isinstance(b, str):
        return a + b
    raise _unsuitable("++", a, b)


def extend(a: Any, b: Any) -> Any:
    """The record *a* with *b* on top."""
    if isinstance(a, Record) and isinstance(b, Record):
        return a.extend(b)
    raise _unsuitable("&", a, b)


def contains(a: Any, b: Any) -> bool:
    """Whether a record has a field, a list an item, or a string another string in it."""
    if isinstance(a, Record) and isinstance(b, str):
        return a.has(b)
    if isinstance(a, ListValue):
        return any(equal(item, b) for item in a)
    if isinstance(a, str) and isinstance(b, str):
        return b in a
    raise _unsuitable("has", a, b)


def negate(value: Any) -> Any:
    if is_number(value):
        return -value
    raise TypeMismatch(f"'-' does not work for {type_name(value)}")


def truth(value: Any, what: str) -> bool:
    """The value if it is a boolean; nothing else is true or false."""
    if isinstance(value, bool):
        return value
    raise TypeMismatch(f"{what} must be true or false, not {type_name(value)}")


def _unsuitable(operator: str, a: Any, b: Any) -> TypeMismatch:
    return TypeMismatch(f"'{operator}' does not work for {type_name(a)} and {type_name(b)}")


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": remainder,
    "++": concatenate,
    "&": extend,
    "==": equal,
    "!=": lambda a, b: not equal(a, b),
    "<": less,
    ">": lambda a, b: less(b, a),
    "<=": lambda a, b: not less(b, a),
    ">=": lambda a, b: not less(a, b),
    "has": contains,
}


def constant_binary(operator: str, a: Any, b: Any) -> Any:
    """The result of an operator for constants.

    Raises ``NotImplementedError`` for operators that decide whether to evaluate their
    right side, and where the result is no constant.
    """
    if operator not in BINARY or is_function(a) or is_function(b):
        raise NotImplementedError(operator)
    result = BINARY[operator](a, b)
    if result is not None and not isinstance(result, (bool, int, float, str)):
        raise NotImplementedError(operator)
    return result
