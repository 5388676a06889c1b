"""Remarks about programs that are valid but look wrong."""

from __future__ import annotations

from dataclasses import dataclass

from ..source import Source, Span
from ..syntax import parse
from ..syntax.nodes import (
    Access,
    Binary,
    Binding,
    Comprehension,
    Expression,
    FieldMember,
    ForClause,
    If,
    Literal,
    LocalMember,
    Name,
    Node,
    RecordNode,
    Self,
    Super,
)
from ..syntax.walk import children, descendants
from .scoped import Scope, ScopedVisitor


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that looks wrong; *code* is the name of the rule."""

    code: str
    message: str
    span: Span

    def __str__(self) -> str:
        return f"{self.span}: {self.message} [{self.code}]"


class _Linter(ScopedVisitor):
    """Collects remarks."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[Remark] = []
        self._used: dict[int, set[str]] = {}

    def visit_name(self, node: Name, scope: Scope | None) -> None:
        if scope is not None:
            self._used.setdefault(id(scope), set()).add(node.name)

    def close_scope(self, scope: Scope) -> None:
        used = self._used.pop(id(scope), set())
        for name, definition in scope.variables.items():
            if name in used or name.startswith("_"):
                continue
            if isinstance(definition, (Binding, LocalMember)):
                self._remark("unused", f"variable '{name}' is never used", definition.span)
            elif isinstance(definition, ForClause):
                self._remark("unused", f"loop variable '{name}' is never used", definition.span)

    def visit_other(self, node: Node) -> None:
        match node:
            case If(condition=Literal(value=bool() as value)):
                word = "true" if value else "false"
                self._remark("constant-condition", f"the condition is always {word}", node.span)
            case Binary(operator="==" | "!=", left=Literal(value=None), right=Literal()):
                self._remark("constant-condition", "two constants are compared", node.span)
            case Binary(operator="and" | "or" | "==" | "!=", left=left, right=right):
                if _same(left, right):
                    self._remark("same-operands", "both sides are the same", node.span)
        super().visit_other(node)

    def visit_record(self, node: RecordNode) -> None:
        for member in node.members:
            if isinstance(member, FieldMember):
                self._check_field(member)
        super().visit_record(node)

    def _check_field(self, member: FieldMember) -> None:
        value = member.value
        if value is None or member.name is None:
            return
        if _reads(value, Self, member.name) and not member.extends:
            self._remark(
                "self-reference", f"field '{member.name}' is defined by itself", member.span
            )
        if (
            isinstance(value, Binary)
            and value.operator == "&"
            and _is_field(value.left, Super, member.name)
        ):
            self._remark(
                "prefer-extend", f"can be written as '{member.name} &= ...'", member.span
            )

    def _remark(self, code: str, message: str, span: Span) -> None:
        self.remarks.append(Remark(code, message, span))


def _is_field(node: Node, target: type, name: str) -> bool:
    return isinstance(node, Access) and isinstance(node.target, target) and node.name == name


def _reads(node: Expression, target: type, name: str) -> bool:
    """Whether a field of the record is read right in an expression, not in a nested record."""
    if isinstance(node, RecordNode):
        return False
    if _is_field(node, target, name):
        return True
    return any(_reads(child, target, name) for child in children(node))


def _same(left: Expression, right: Expression) -> bool:
    """Whether two simple expressions are written in the same way."""
    kinds = (RecordNode, Comprehension)
    if any(isinstance(item, kinds) for item in descendants(left)):
        return False
    return left.span.text == right.span.text


def lint(source: Source) -> list[Remark]:
    """The remarks about a program, in the order of the places they are about."""
    linter = _Linter()
    linter.visit(parse(source))
    return sorted(linter.remarks, key=lambda remark: (remark.span.start, remark.code))
