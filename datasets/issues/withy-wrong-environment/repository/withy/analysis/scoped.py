"""Going through a program with the variables that can be seen at each place."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..syntax.nodes import (
    AssertMember,
    Comprehension,
    FieldMember,
    FunctionNode,
    Let,
    LocalMember,
    Member,
    Name,
    Node,
    RecordNode,
)
from ..syntax.walk import children


@dataclass(slots=True, eq=False)
class Scope:
    """Variables that are defined together, each with the node that defines it.

    *record* is set if they are the locals of a record.
    """

    variables: dict[str, Node] = field(default_factory=dict)
    record: RecordNode | None = None


class ScopedVisitor:
    """Visits all expressions.  Subclasses override what they care for.

    Locals of a record are seen by its values, locals and assertions, but not by
    the keys of computed fields: these belong to the place where the record stands.
    """

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.records: list[RecordNode] = []

    def visit(self, node: Node) -> None:
        """Visit a node and what is below it."""
        match node:
            case Name():
                self.visit_name(node, self.resolve(node.name))
            case Let(bindings=bindings, body=body):
                self._open(Scope({binding.name: binding for binding in bindings}))
                for binding in bindings:
                    self.visit(binding.value)
                self.visit(body)
                self._close()
            case FunctionNode(parameters=parameters, body=body):
                self._open(Scope({parameter.name: parameter for parameter in parameters}))
                for parameter in parameters:
                    if parameter.default is not None:
                        self.visit(parameter.default)
                self.visit(body)
                self._close()
            case Comprehension():
                self._visit_comprehension(node)
            case RecordNode():
                self.visit_record(node)
            case _:
                self.visit_other(node)

    def visit_other(self, node: Node) -> None:
        """Visit a node that defines no variables."""
        for child in children(node):
            self.visit(child)

    def visit_name(self, node: Name, scope: Scope | None) -> None:
        """Called for each use of a variable; *scope* is None if nothing defines it."""

    def visit_record(self, node: RecordNode) -> None:
        for member in node.members:
            if isinstance(member, FieldMember) and member.key is not None:
                self.visit(member.key)
        variables = {item.name: item for item in node.members if isinstance(item, LocalMember)}
        self.records.append(node)
        self._open(Scope(dict(variables), node))
        self.enter_record(node)
        for member in node.members:
            self.visit_member(member)
        self.leave_record(node)
        self._close()
        self.records.pop()

    def enter_record(self, node: RecordNode) -> None:
        """Called before the members of a record are visited."""

    def leave_record(self, node: RecordNode) -> None:
        """Called after the members of a record were visited."""

    def visit_member(self, member: Member) -> None:
        """Visit the expressions of a member that are evaluated within the record."""
        match member:
            case FieldMember(value=value) if value is not None:
                self.visit(value)
            case LocalMember(value=value):
                self.visit(value)
            case AssertMember(condition=condition, message=message):
                self.visit(condition)
                if message is not None:
                    self.visit(message)

    def close_scope(self, scope: Scope) -> None:
        """Called when everything that sees the variables of a scope was visited."""

    def resolve(self, name: str) -> Scope | None:
        """The innermost scope that defines a name."""
        for scope in reversed(self.scopes):
            if name in scope.variables:
                return scope
        return None

    def _visit_comprehension(self, node: Comprehension) -> None:
        for clause in node.clauses:
            self.visit(clause.items)
            self._open(Scope({clause.name: clause}))
            for condition in clause.conditions:
                self.visit(condition)
        self.visit(node.element)
        for _ in node.clauses:
            self._close()

    def _open(self, scope: Scope) -> None:
        self.scopes.append(scope)

    def _close(self) -> None:
        self.close_scope(self.scopes.pop())
