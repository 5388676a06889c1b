"""Writing variables for the environment of processes."""

from __future__ import annotations

import re
from typing import Any

from ..errors import ExportError

_PLAIN = re.compile(r"^[A-Za-z0-9_@%+=:,./-]+$")


def to_env(value: Any) -> str:
    """A plain record as lines ``NAME=value``.

    The names of nested fields are joined by underscores, in capital letters.
    """
    if not isinstance(value, dict):
        raise ExportError("only a record can be written as environment variables")
    variables: dict[str, str] = {}
    _collect(value, "", variables)
    return "".join(f"{name}={_quoted(text)}\n" for name, text in variables.items())


def _collect(value: Any, name: str, variables: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            part = re.sub(r"[^A-Za-z0-9]", "_", key).upper()
            _collect(item, f"{name}_{part}" if name else part, variables)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _collect(item, f"{name}_{index}", variables)
    elif value is not None:
        if name in variables:
            raise ExportError(f"two fields are called {name} as environment variables")
        variables[name] = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _quoted(text: str) -> str:
    if _PLAIN.match(text):
        return text
    return "'" + text.replace("'", "'\\''") + "'"
