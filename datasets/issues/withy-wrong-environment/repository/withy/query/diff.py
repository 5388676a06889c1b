"""Differences between two plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..export.json_format import to_json
from .path import Step, path_text

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which two values differ; *kind* is added, removed or changed."""

    kind: str
    path: str
    old: Any = None
    new: Any = None

    def __str__(self) -> str:
        where = self.path or "(all)"
        if self.kind == "added":
            return f"+ {where} = {to_json(self.new, None)}"
        if self.kind == "removed":
            return f"- {where} = {to_json(self.old, None)}"
        return f"~ {where} = {to_json(self.old, None)} -> {to_json(self.new, None)}"


def differences(old: Any, new: Any) -> list[Difference]:
    """What changed from one value to another, in the order of the old one."""
    return list(_compare(old, new, ()))


def _compare(old: Any, new: Any, path: tuple[Step, ...]) -> Iterator[Difference]:
    if old is _MISSING:
        yield Difference("added", path_text(path), new=new)
    elif new is _MISSING:
        yield Difference("removed", path_text(path), old=old)
    elif isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _compare(old.get(name, _MISSING), new.get(name, _MISSING), (*path, name))
    elif isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            a = old[index] if index < len(old) else _MISSING
            b = new[index] if index < len(new) else _MISSING
            yield from _compare(a, b, (*path, index))
    elif type(old) is not type(new) or old != new:
        yield Difference("changed", path_text(path), old, new)
