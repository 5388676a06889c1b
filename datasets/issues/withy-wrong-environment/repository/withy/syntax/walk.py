"""Going through syntax trees."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from .nodes import Expression, Node, TypeNode


def children(node: Node) -> Iterator[Node]:
    """The nodes right below a node, in the order in which they are written.

    Types are left out: they have no expressions in them.
    """
    for name in _child_fields(type(node)):
        yield from _nodes(getattr(node, name))


def descendants(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    for child in children(node):
        yield from descendants(child)


def rewrite(node: Node, change: Callable[[Expression], Expression]) -> None:
    """Replace the expressions below a node by what *change* makes of them.

    The innermost ones come first, so that *change* sees the replaced ones below.
    """
    for name in _child_fields(type(node)):
        setattr(node, name, _rewritten(getattr(node, name), change))


def _rewritten(value: Any, change: Callable[[Expression], Expression]) -> Any:
    if isinstance(value, list):
        return [_rewritten(item, change) for item in value]
    if isinstance(value, tuple):
        return tuple(_rewritten(item, change) for item in value)
    if isinstance(value, Node):
        rewrite(value, change)
        if isinstance(value, Expression):
            return change(value)
    return value


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, TypeNode):
        return
    if isinstance(value, Node):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _nodes(item)


_FIELDS: dict[type, tuple[str, ...]] = {}


def _child_fields(kind: type) -> tuple[str, ...]:
    names = _FIELDS.get(kind)
    if names is None:
        skipped = {"span", "footprint", "type", "doc"}
        names = tuple(item.name for item in dataclasses.fields(kind) if item.name not in skipped)
        _FIELDS[kind] = names
    return names
