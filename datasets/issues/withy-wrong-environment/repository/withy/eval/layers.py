"""What records are made of.

A record that was extended keeps its parts, the layers.  Each is what one pair of
braces in a program, or one mapping of the host program, says about fields.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..analysis.footprint import NOTHING, Footprint
from ..syntax.nodes import AssertMember, FieldMember, LocalMember
from ..types.model import Type
from .environment import Environment
from .thunks import Thunk


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """What a layer says about one field.

    The value is either an expression, to be evaluated within the record, or given
    by the host program.  Without both, the field is only declared.
    """

    name: str
    member: FieldMember | None = None
    given: Thunk | None = None
    type: Type | None = None
    hidden: bool = False
    extends: bool = False
    footprint: Footprint = NOTHING
    doc: str = ""

    @property
    def has_value(self) -> bool:
        """Whether the field gets a value here."""
        return self.given is not None or (self.member is not None and self.member.value is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The definitions of fields that are written together.

    *environment* is the place where they are written, None for those of the host.
    """

    definitions: Mapping[str, Definition]
    locals: tuple[LocalMember, ...] = ()
    assertions: tuple[AssertMember, ...] = ()
    environment: Environment | None = field(default=None, repr=False)

    def __iter__(self) -> Iterator[Definition]:
        return iter(self.definitions.values())


def host_layer(values: Mapping[str, Any], extending: Collection[str] = ()) -> Layer:
    """A layer of values that are there already.

    Those named by *extending* are records that extend the ones of lower layers.
    """
    definitions: dict[str, Definition] = {}
    for name, value in values.items():
        extends = name in extending
        footprint = Footprint(frozenset({name})) if extends else NOTHING
        definitions[name] = Definition(
            name, given=Thunk.of(value), extends=extends, footprint=footprint
        )
    return Layer(definitions)
