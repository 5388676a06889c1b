"""Checking that every name means something, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from ..errors import ParseError, UnknownName
from ..syntax.nodes import Expression, Name, Node, Root, Self, Super
from .scoped import Scope, ScopedVisitor


class NameChecker(ScopedVisitor):
    """Raises an error for the first name that is not defined."""

    def __init__(self, globals_: Collection[str]) -> None:
        super().__init__()
        self._globals = globals_

    def visit_name(self, node: Name, scope: Scope | None) -> None:
        if scope is not None or node.name in self._globals:
            return
        error = UnknownName(f"'{node.name}' is not defined", node.span)
        similar = self._similar(node.name)
        if similar is not None:
            error.with_notes([f"did you mean '{similar}'?"])
        elif self.records:
            error.with_notes([f"fields of the record are written 'self.{node.name}'"])
        raise error

    def visit_other(self, node: Node) -> None:
        if isinstance(node, (Self, Super, Root)) and not self.records:
            word = {Self: "self", Super: "super", Root: "$"}[type(node)]
            raise ParseError(f"'{word}' is used outside of any record", node.span)
        super().visit_other(node)

    def _similar(self, name: str) -> str | None:
        known: set[str] = set(self._globals)
        for scope in self.scopes:
            known |= scope.variables.keys()
        matches = get_close_matches(name, sorted(known), n=1, cutoff=0.8)
        return matches[0] if matches else None


def check_names(program: Expression, globals_: Collection[str]) -> None:
    """Raise ``UnknownName`` if the program uses a variable that nothing defines."""
    NameChecker(globals_).visit(program)
