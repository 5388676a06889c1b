"""Which fields of its record a member needs.

When a record is extended, values that were computed for it are still good unless they
need one of the fields that change.  What a member needs, its footprint, is read off the
program: ``self.port`` needs the field ``port``; ``self`` by itself, handed to a
function for instance, may need everything.  What is needed by way of the record's
locals counts as well.  Within a nested record, ``$`` is how the outermost one is read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from ..syntax.nodes import (
    Access,
    Binary,
    Expression,
    FieldMember,
    Index,
    Literal,
    LocalMember,
    Member,
    Name,
    Node,
    RecordNode,
    Root,
    Self,
    Super,
)
from .closure import close_footprints
from .scoped import Scope, ScopedVisitor


@dataclass(frozen=True, slots=True)
class Footprint:
    """The names of the fields that something needs, or just everything."""

    names: frozenset[str] = frozenset()
    everything: bool = False

    def touches(self, changed: Collection[str]) -> bool:
        """Whether one of the changed fields is needed."""
        if not changed:
            return False
        return self.everything or not self.names.isdisjoint(changed)


NOTHING = Footprint()
EVERYTHING = Footprint(everything=True)


@dataclass(slots=True)
class _Readings:
    """What was seen so far in a member."""

    names: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    everything: bool = False


@dataclass(slots=True)
class _Frame:
    """A record that is being visited, and the member that is."""

    record: RecordNode
    current: _Readings = field(default_factory=_Readings)
    members: list[tuple[Member, _Readings]] = field(default_factory=list)


class _FootprintVisitor(ScopedVisitor):
    """Sets the footprints of all members of all records."""

    def __init__(self) -> None:
        super().__init__()
        self._frames: list[_Frame] = []

    def enter_record(self, node: RecordNode) -> None:
        self._frames.append(_Frame(node))

    def leave_record(self, node: RecordNode) -> None:
        self._settle(self._frames.pop())

    def visit_member(self, member: Member) -> None:
        frame = self._frames[-1]
        frame.current = _Readings()
        frame.members.append((member, frame.current))
        self._note_inherited(member, frame.current)
        super().visit_member(member)

    def visit_name(self, node: Name, scope: Scope | None) -> None:
        if scope is not None and scope.record is not None:
            for frame in self._frames:
                if frame.record is scope.record:
                    frame.current.variables.add(node.name)

    def visit_other(self, node: Node) -> None:
        match node:
            case Access(target=Self() | Super() | Root() as target, name=name):
                self._readings(target).names.add(name)
            case Binary(
                operator="has",
                left=Self() | Super() | Root() as target,
                right=Literal(value=str() as name),
            ):
                self._readings(target).names.add(name)
            case Index(
                target=Self() | Super() | Root() as target, index=Literal(value=str() as name)
            ):
                self._readings(target).names.add(name)
            case Self() | Super() | Root():
                self._readings(node).everything = True
            case _:
                super().visit_other(node)

    def _readings(self, node: Node) -> _Readings:
        frame = self._frames[0] if isinstance(node, Root) else self._frames[-1]
        return frame.current

    @staticmethod
    def _note_inherited(member: Member, readings: _Readings) -> None:
        """``name &= value`` needs the field as it was before."""
        if isinstance(member, FieldMember) and member.extends:
            if member.name is None:
                readings.everything = True
            else:
                readings.names.add(member.name)

    def _settle(self, frame: _Frame) -> None:
        """Turn readings into footprints, following the locals that are used."""
        of_locals = {
            member.name: readings
            for member, readings in frame.members
            if isinstance(member, LocalMember)
        }
        for member, readings in frame.members:
            names: set[str] = set()
            everything = False
            seen: set[str] = set()
            pending = [readings]
            while pending:
                item = pending.pop()
                names |= item.names
                everything = everything or item.everything
                pending += [of_locals[variable] for variable in item.variables - seen]
                seen |= item.variables
            member.footprint = Footprint(frozenset(names), everything)
        close_footprints(frame.record)


def set_footprints(program: Expression) -> None:
    """Find out the footprints of all members in a program."""
    _FootprintVisitor().visit(program)
