"""From values of the language to those of Python.

This is where everything is computed that was not needed before, and where the
assertions of records are checked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import ExportError, WithyError
from ..eval.record import Record
from ..eval.values import ListValue, is_function


def to_plain(value: Any) -> Any:
    """A value as dictionaries, lists, strings, numbers, booleans and None."""
    return _plain(value, "", [])


def _plain(value: Any, path: str, around: list[Record]) -> Any:
    if isinstance(value, Record):
        if any(item is value for item in around):
            raise ExportError(f"{path or 'the value'} contains itself")
        around.append(value)
        try:
            return _plain_record(value, path, around)
        finally:
            around.pop()
    if isinstance(value, ListValue):
        return [
            _located(f"{path}[{index}]", lambda thunk=thunk: thunk.force(), around)
            for index, thunk in enumerate(value.thunks)
        ]
    if is_function(value):
        raise ExportError(f"{path or 'the value'} is a function, it can not be exported")
    return value


def _plain_record(value: Record, path: str, around: list[Record]) -> dict[str, Any]:
    try:
        value.check_assertions()
    except WithyError as error:
        raise _with_path(error, path)
    result: dict[str, Any] = {}
    for name in value.visible_names():
        inner = f"{path}.{name}" if path else name
        result[name] = _located(inner, lambda name=name: value.get(name), around)
    return result


def _located(path: str, compute: Callable[[], Any], around: list[Record]) -> Any:
    """Compute a value; errors are told with the innermost path at which they came up."""
    try:
        value = compute()
    except WithyError as error:
        raise _with_path(error, path)
    return _plain(value, path, around)


def _with_path(error: WithyError, path: str) -> WithyError:
    if path and not any(note.startswith("while computing ") for note in error.notes):
        error.with_notes([f"while computing {path}"])
    return error
