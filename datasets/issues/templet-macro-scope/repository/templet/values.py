"""Special values that templates work with."""

from __future__ import annotations

from html import escape
from typing import Any


class Safe(str):
    """Text that is not to be escaped again."""

    __slots__ = ()


class Undefined:
    """Stands for a variable or an attribute that does not exist."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""

    def __iter__(self):
        return iter(())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Undefined)

    def __hash__(self) -> int:
        return hash(Undefined)

    def __repr__(self) -> str:
        return f"Undefined({self.name!r})"


class LoopState:
    """The variable ``loop`` within a for block."""

    __slots__ = ("index0", "length")

    def __init__(self, length: int) -> None:
        self.index0 = 0
        self.length = length

    @property
    def index(self) -> int:
        return self.index0 + 1

    @property
    def first(self) -> bool:
        return self.index0 == 0

    @property
    def last(self) -> bool:
        return self.index == self.length


def to_text(value: Any, autoescape: bool) -> str:
    """Turn a value into the text that is printed for it."""
    if value is None:
        return ""
    if isinstance(value, Safe):
        return str(value)
    text = str(value)
    return escape(text) if autoescape else text


def get_attribute(value: Any, name: str) -> Any:
    """``value.name``: a key of a mapping or else a public attribute."""
    if isinstance(value, dict):
        return value[name] if name in value else Undefined(name)
    if name.startswith("_"):
        return Undefined(name)
    return getattr(value, name, Undefined(name))


def get_item(value: Any, key: Any) -> Any:
    """``value[key]``, undefined if there is no such item."""
    try:
        return value[key]
    except (LookupError, TypeError):
        return Undefined(str(key))
