"""Writing TOML."""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import ExportError

_BARE_KEY = re.compile(r"^[A-Za-z0-9_-]+$")


def to_toml(value: Any) -> str:
    """A plain record as TOML.  Fields that are null are left out."""
    if not isinstance(value, dict):
        raise ExportError("only a record can be written as TOML")
    lines: list[str] = []
    _table(value, (), lines)
    return "\n".join(lines).lstrip("\n") + "\n"


def _table(table: dict[str, Any], path: tuple[str, ...], lines: list[str]) -> None:
    for name, item in table.items():
        if item is not None and not _is_table(item) and not _is_list_of_tables(item):
            lines.append(f"{_key(name)} = {_value(item)}")
    for name, item in table.items():
        inner = (*path, name)
        heading = ".".join(_key(part) for part in inner)
        if _is_table(item):
            lines += ["", f"[{heading}]"]
            _table(item, inner, lines)
        elif _is_list_of_tables(item):
            for element in item:
                lines += ["", f"[[{heading}]]"]
                _table(element, inner, lines)


def _is_table(item: Any) -> bool:
    return isinstance(item, dict)


def _is_list_of_tables(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(_is_table(element) for element in item)


def _key(name: str) -> str:
    return name if _BARE_KEY.match(name) else json.dumps(name, ensure_ascii=False)


def _value(item: Any) -> str:
    if isinstance(item, dict):
        inner = ", ".join(
            f"{_key(name)} = {_value(element)}"
            for name, element in item.items()
            if element is not None
        )
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(item, list):
        if any(element is None for element in item):
            raise ExportError("a list with null in it can not be written as TOML")
        return f"[{', '.join(_value(element) for element in item)}]"
    if isinstance(item, str):
        return json.dumps(item, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(item)
