"""From values of Python to those of the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import EvaluationError
from ..eval.interpreter import Interpreter
from ..eval.layers import host_layer
from ..eval.record import Record
from ..eval.values import ListValue


def from_plain(value: Any, interpreter: Interpreter) -> Any:
    """A value made of mappings, lists, strings, numbers, booleans and None."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        _check_names(value)
        items = {name: from_plain(item, interpreter) for name, item in value.items()}
        return Record((host_layer(items),), interpreter.evaluate)
    if isinstance(value, (list, tuple)):
        return ListValue.of(from_plain(item, interpreter) for item in value)
    raise EvaluationError(f"a value of type {type(value).__name__} is not supported")


def overrides_from_plain(values: Mapping[str, Any], interpreter: Interpreter) -> dict[str, Any]:
    """Values for ``Record.override``: mappings stay what they are, as they extend."""
    _check_names(values)
    return {
        name: overrides_from_plain(item, interpreter)
        if isinstance(item, Mapping)
        else from_plain(item, interpreter)
        for name, item in values.items()
    }


def _check_names(values: Mapping[str, Any]) -> None:
    for name in values:
        if not isinstance(name, str):
            raise EvaluationError(f"the name of a field must be a string, not {name!r}")
