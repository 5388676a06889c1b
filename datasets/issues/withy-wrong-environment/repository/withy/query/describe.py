"""Documentation of the fields of a record."""

from __future__ import annotations

from dataclasses import dataclass

from ..eval.record import Record
from ..syntax.nodes import RecordNode
from ..syntax.printer import print_node


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """What is known about a field without evaluating it."""

    name: str
    type: str
    default: str
    doc: str
    required: bool


def describe(record: Record) -> list[FieldInfo]:
    """The visible fields, with the types, doc comments and values they were given.

    Types add up over the layers of a record; doc comments and values are those of the
    uppermost layer that has one.
    """
    return [_field_info(record, name) for name in record.visible_names()]


def _field_info(record: Record, name: str) -> FieldInfo:
    types: dict[str, None] = {}
    doc = default = ""
    required = True
    for definition in record.definitions(name):
        if definition.type is not None:
            types[definition.type.describe()] = None
        doc = definition.doc or doc
        if definition.has_value:
            required = False
            member = definition.member
            value = member.value if member is not None else None
            if value is None:
                default = ""
            else:
                default = "{ ... }" if isinstance(value, RecordNode) else print_node(value)
    return FieldInfo(name, " and ".join(types), default, doc, required)


def describe_text(record: Record) -> str:
    """The documentation of a record as text."""
    blocks: list[str] = []
    for info in describe(record):
        head = info.name + (f": {info.type}" if info.type else "")
        if info.required:
            head += " (required)"
        elif info.default and "\n" not in info.default:
            head += f" = {info.default}"
        blocks.append("\n".join([head, *(f"    {line}" for line in info.doc.splitlines())]))
    return "\n".join(blocks) + "\n" if blocks else ""
