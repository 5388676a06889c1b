"""The formats that values can be exported in, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import ExportError
from .env_format import to_env
from .json_format import to_json
from .toml_format import to_toml
from .yaml_format import to_yaml


def to_text(value: Any) -> str:
    """A string or another simple value as it is, without quotes."""
    if isinstance(value, (dict, list)):
        raise ExportError("only simple values can be written as text")
    if value is None:
        return "\n"
    if isinstance(value, bool):
        return "true\n" if value else "false\n"
    text = str(value)
    return text if text.endswith("\n") else text + "\n"


FORMATS: dict[str, Callable[[Any], str]] = {
    "json": to_json,
    "yaml": to_yaml,
    "toml": to_toml,
    "env": to_env,
    "text": to_text,
}


def export(value: Any, format_name: str) -> str:
    """A plain value in the format of that name."""
    if format_name not in FORMATS:
        raise ExportError(
            f"there is no format '{format_name}', the formats are {', '.join(FORMATS)}"
        )
    return FORMATS[format_name](value)
