"""The filters that every environment has."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from .values import Safe, Undefined


def do_default(value: Any, fallback: Any = "") -> Any:
    """The value, or *fallback* if it is undefined."""
    return fallback if isinstance(value, Undefined) else value


def do_join(value: Any, separator: str = "") -> str:
    return str(separator).join(str(item) for item in value)


def do_truncate(value: Any, length: int = 80, end: str = "...") -> str:
    """Shorten text to at most *length* characters, *end* included."""
    text = str(value)
    if len(text) <= length:
        return text
    return text[: max(length - len(end), 0)] + end


def do_escape(value: Any) -> Safe:
    return value if isinstance(value, Safe) else Safe(escape(str(value)))


def do_length(value: Any) -> int:
    return 0 if isinstance(value, Undefined) else len(value)


def do_indent(value: Any, width: int = 4) -> str:
    """Indent all lines but the first."""
    text = str(value).replace("\n", "\n" + " " * width)
    return Safe(text) if isinstance(value, Safe) else text


BUILTIN: dict[str, Callable[..., Any]] = {
    "default": do_default,
    "escape": do_escape,
    "first": lambda value: next(iter(value), Undefined("first")),
    "indent": do_indent,
    "join": do_join,
    "length": do_length,
    "lower": lambda value: str(value).lower(),
    "replace": lambda value, old, new: str(value).replace(old, new),
    "reverse": lambda value: list(value)[::-1],
    "round": lambda value, digits=0: round(value, digits),
    "safe": lambda value: Safe(value),
    "sort": lambda value: sorted(value),
    "title": lambda value: str(value).title(),
    "trim": lambda value: str(value).strip(),
    "truncate": do_truncate,
    "upper": lambda value: str(value).upper(),
}
