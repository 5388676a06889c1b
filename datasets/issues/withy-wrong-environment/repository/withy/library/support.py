"""Defining library functions, and checking what they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import TypeMismatch
from ..eval.record import Record
from ..eval.values import Builtin, ListValue, is_function, is_number, type_name


class Library:
    """A collection of functions by their names."""

    def __init__(self) -> None:
        self.functions: dict[str, Builtin] = {}

    def define(
        self, name: str, least: int, most: int | None = None, lazy: bool = False
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a library function of a Python function, which gets the interpreter first."""

        def decorate(run: Callable[..., Any]) -> Callable[..., Any]:
            arguments = least if most is None else most
            self.functions[name] = Builtin(name, run, least, arguments, lazy)
            return run

        return decorate


def text(value: Any, function: str) -> str:
    """The value if it is a string, else an error."""
    if isinstance(value, str):
        return value
    raise _wrong(function, "a string", value)


def integer(value: Any, function: str) -> int:
    """The value if it is an integer, else an error."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(function, "an integer", value)


def number(value: Any, function: str) -> int | float:
    """The value if it is a number, else an error."""
    if is_number(value):
        return value
    raise _wrong(function, "a number", value)


def items(value: Any, function: str) -> ListValue:
    """The value if it is a list, else an error."""
    if isinstance(value, ListValue):
        return value
    raise _wrong(function, "a list", value)


def record(value: Any, function: str) -> Record:
    """The value if it is a record, else an error."""
    if isinstance(value, Record):
        return value
    raise _wrong(function, "a record", value)


def callable_(value: Any, function: str) -> Any:
    """The value if it is a function, else an error."""
    if is_function(value):
        return value
    raise _wrong(function, "a function", value)


def boolean(value: Any, function: str) -> bool:
    """The value if it is a boolean, else an error."""
    if isinstance(value, bool):
        return value
    raise _wrong(function, "true or false", value)


def _wrong(function: str, expected: str, value: Any) -> TypeMismatch:
    return TypeMismatch(f"'{function}' needs {expected}, not {type_name(value)}")
