"""Paths to values, such as ``servers[0].port``."""

from __future__ import annotations

import re
from typing import Any

from ..errors import EvaluationError, UsageError
from ..eval.record import Record
from ..eval.values import ListValue, type_name

Step = str | int

_STEP = re.compile(r'\.?([A-Za-z_][\w-]*)|\[(-?\d+)\]|\.?"([^"]*)"')


def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path: names of fields, and numbers of items."""
    steps: list[Step] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None or (position == 0 and match.group().startswith(".")):
            raise UsageError(f"'{text}' is not a path, see position {position + 1}")
        if position > 0 and match.group(2) is None and not match.group().startswith("."):
            raise UsageError(f"'{text}' is not a path, see position {position + 1}")
        name, index, quoted = match.groups()
        steps.append(int(index) if index is not None else name if name is not None else quoted)
        position = match.end()
    return tuple(steps)


def path_text(steps: tuple[Step, ...]) -> str:
    """A path as it is written."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            plain = re.fullmatch(r"[A-Za-z_][\w-]*", step)
            text += ("." if text else "") + (step if plain else f'"{step}"')
    return text


def follow(value: Any, steps: tuple[Step, ...]) -> Any:
    """The value at the end of a path."""
    for position, step in enumerate(steps):
        where = path_text(steps[: position + 1])
        if isinstance(value, Record) and isinstance(step, str):
            if not value.has(step):
                raise EvaluationError(f"there is no field {where}")
            value = value.get(step)
        elif isinstance(value, ListValue) and isinstance(step, int):
            if not -len(value) <= step < len(value):
                raise EvaluationError(f"there is no item {where}")
            value = value[step]
        else:
            kind = "field" if isinstance(step, str) else "item"
            raise EvaluationError(f"there is no {kind} {where}, this is in {type_name(value)}")
    return value
