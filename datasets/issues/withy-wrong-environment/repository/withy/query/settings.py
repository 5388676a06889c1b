"""Settings from the command line, ``path=value``, as nested mappings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..errors import UsageError
from .path import parse_path


def parse_settings(texts: Iterable[str]) -> dict[str, Any]:
    """What ``--set`` options ask for.

    A value that is JSON means what it says, everything else is a string.
    """
    result: dict[str, Any] = {}
    for text in texts:
        path, separator, value = text.partition("=")
        if not separator:
            raise UsageError(f"'{text}' is not a setting, it should be path=value")
        _put(result, path, _value(value))
    return result


def _put(target: dict[str, Any], path: str, value: Any) -> None:
    steps = parse_path(path)
    if not steps or not all(isinstance(step, str) for step in steps):
        raise UsageError(f"'{path}' is not the path of a field")
    *outer, last = steps
    for step in outer:
        target = target.setdefault(str(step), {})
        if not isinstance(target, dict):
            raise UsageError(f"'{path}' is set within a value that is set itself")
    target[str(last)] = value


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
