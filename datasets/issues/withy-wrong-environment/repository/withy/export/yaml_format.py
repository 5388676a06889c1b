"""Writing YAML, as much of it as is needed for plain values."""

from __future__ import annotations

import json
import re
from typing import Any

# What could be read as something other than a string, or has a meaning in YAML.
_SPECIAL = re.compile(
    r"^(?:$|[-?:,\[\]{}#&*!|>'\"%@`\s~.=0-9+]|(?:null|true|false|yes|no|on|off|y|n)$)"
    r"|: |:$| #|[\x00-\x1f\x7f]|\s$",
    re.IGNORECASE,
)


def to_yaml(value: Any) -> str:
    """A plain value as a YAML document in block style."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict) and value:
        lines: list[str] = []
        for name, item in value.items():
            lines += _entry(f"{_scalar(name)}:", item)
        return lines
    if isinstance(value, list) and value:
        lines = []
        for item in value:
            inner = _block(item) if isinstance(item, str) else None
            if inner is not None:
                lines += [f"- {inner[0]}", *inner[1:]]
                continue
            first, *others = _lines(item)
            lines += [f"- {first}", *(f"  {line}" for line in others)]
        return lines
    if isinstance(value, dict):
        return ["{}"]
    if isinstance(value, list):
        return ["[]"]
    return [_scalar(value)]


def _entry(head: str, item: Any) -> list[str]:
    """The lines of a field of a mapping."""
    if isinstance(item, str):
        block = _block(item)
        if block is not None:
            return [f"{head} {block[0]}", *block[1:]]
    if isinstance(item, (dict, list)) and item:
        return [head, *(f"  {line}" for line in _lines(item))]
    return [f"{head} {_lines(item)[0]}"]


def _block(text: str) -> list[str] | None:
    """A text of several lines in literal style, None if it is better quoted."""
    if "\n" not in text.rstrip("\n") or text.startswith((" ", "\n")):
        return None
    if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text) or text.endswith("\n\n"):
        return None
    marker = "|" if text.endswith("\n") else "|-"
    return [marker, *(f"  {line}" if line else "" for line in text.rstrip("\n").split("\n"))]


def _scalar(value: Any) -> str:
    if isinstance(value, str) and not _SPECIAL.search(value):
        return value
    return json.dumps(value, ensure_ascii=False)
