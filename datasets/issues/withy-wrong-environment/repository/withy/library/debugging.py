"""Library functions that help to find mistakes, and such that convert values to text."""

from __future__ import annotations

from typing import Any

from ..errors import EvaluationError
from ..eval.thunks import Thunk
from ..eval.values import type_name
from ..export.json_format import to_json
from ..export.plain import to_plain
from .support import Library, text

DEBUGGING = Library()


@DEBUGGING.define("trace", 2, lazy=True)
def _trace(interpreter: Any, message: Thunk, value: Thunk) -> Any:
    """The value; the message is told to whoever watches the evaluation."""
    interpreter.tracer(text(message.force(), "trace"))
    return value.force()


@DEBUGGING.define("error", 1)
def _error(_: Any, message: Any) -> Any:
    raise EvaluationError(text(message, "error"))


@DEBUGGING.define("type_of", 1)
def _type_of(_: Any, value: Any) -> str:
    return type_name(value).removeprefix("a ").removeprefix("an ")


@DEBUGGING.define("to_json", 1)
def _to_json(_: Any, value: Any) -> str:
    return to_json(to_plain(value), indent=None)
