"""From types as they are written to types that can check."""

from __future__ import annotations

from ..errors import UnknownName
from ..syntax.nodes import (
    ListType,
    LiteralType,
    MapType,
    NamedType,
    RangeType,
    RecordType,
    TypeNode,
    UnionType,
)
from .model import (
    MEASURABLE,
    SIMPLE,
    Bounded,
    Constant,
    FieldType,
    ListOf,
    MapOf,
    RecordOf,
    Simple,
    Type,
    Union,
)


def build_type(node: TypeNode) -> Type:
    """The type that a piece of syntax stands for."""
    match node:
        case NamedType(name=name):
            return _named(node, name)
        case RangeType(name=name, low=low, high=high):
            if name not in MEASURABLE:
                raise UnknownName(f"type '{name}' has no range", node.span)
            return Bounded(_named(node, name), low, high)
        case LiteralType(value=value):
            return Constant(value)
        case ListType(element=element):
            return ListOf(build_type(element))
        case MapType(element=element):
            return MapOf(build_type(element))
        case RecordType(fields=fields):
            return RecordOf(
                tuple(FieldType(item.name, build_type(item.type), item.optional) for item in fields)
            )
        case UnionType(options=options):
            return Union(tuple(_flattened(options)))
    raise TypeError(f"not a type: {node!r}")


def _named(node: TypeNode, name: str) -> Simple:
    if name not in SIMPLE:
        raise UnknownName(f"there is no type '{name}'", node.span).with_notes(
            [f"the types are {', '.join(sorted(SIMPLE))}"]
        )
    return SIMPLE[name]


def _flattened(options: list[TypeNode]) -> list[Type]:
    result: list[Type] = []
    for option in options:
        built = build_type(option)
        if isinstance(built, Union):
            result.extend(built.options)
        else:
            result.append(built)
    return result
