"""Parsing records and functions."""

from __future__ import annotations

from ..errors import ParseError
from ..source import Span
from .nodes import (
    AssertMember,
    Expression,
    FieldMember,
    FunctionNode,
    LocalMember,
    Member,
    Parameter,
    RecordNode,
)
from .tokens import Kind
from .types_parser import TypesParser


class RecordsParser(TypesParser):
    """The part of the parser that reads what stands between braces."""

    def expression(self) -> Expression:
        raise NotImplementedError

    def record(self) -> RecordNode:
        """``{ member, member }``."""
        start = self.expect_symbol("{").span
        members: list[Member] = []
        while not self.token.is_symbol("}"):
            members.append(self._member())
            if not self.accept_symbol(","):
                break
        self.expect_symbol("}")
        self._refuse_duplicates(members)
        return RecordNode(self.since(start), members)

    def _member(self) -> Member:
        doc = self.doc()
        start = self.token.span
        if self.accept_keyword("local"):
            return self._local(start)
        if self.accept_keyword("assert"):
            return self._assertion(start)
        hidden = self.accept_keyword("hidden") is not None
        return self._field(start, hidden, doc)

    def _local(self, start: Span) -> LocalMember:
        name = str(self.expect(Kind.NAME).value)
        value = self.defined_value()
        return LocalMember(self.since(start), name, value)

    def _assertion(self, start: Span) -> AssertMember:
        condition = self.expression()
        message = self.expression() if self.accept_symbol(":") else None
        return AssertMember(self.since(start), condition, message)

    def _field(self, start: Span, hidden: bool, doc: str) -> FieldMember:
        name, key = self._field_name()
        if self.token.is_symbol("("):
            value = self.defined_value()
            return FieldMember(self.since(start), name, key, None, value, False, hidden, doc)
        type_node = self.type() if self.accept_symbol(":") else None
        extends = False
        value: Expression | None = None
        if self.accept_symbol("="):
            value = self.expression()
        elif self.accept_symbol("&="):
            extends = True
            value = self.expression()
        elif type_node is None:
            raise self.unexpected("'=', '&=' or ':'")
        return FieldMember(self.since(start), name, key, type_node, value, extends, hidden, doc)

    def _field_name(self) -> tuple[str | None, Expression | None]:
        if self.accept_symbol("["):
            key = self.expression()
            self.expect_symbol("]")
            return None, key
        if self.token.kind is Kind.TEXT_START:
            return self.plain_string(), None
        if self.token.kind is Kind.KEYWORD and (
            self.peek().is_symbol("=") or self.peek().is_symbol(":")
        ):
            return str(self.advance().value), None
        if self.token.kind is not Kind.NAME:
            raise self.unexpected("a member of a record")
        return str(self.advance().value), None

    def defined_value(self) -> Expression:
        """What stands behind a name: ``= value`` or ``(parameters) = body``."""
        start = self.token.span
        if self.token.is_symbol("("):
            parameters = self.parameters()
            self.expect_symbol("=")
            body = self.expression()
            return FunctionNode(self.since(start), parameters, body)
        self.expect_symbol("=")
        return self.expression()

    def parameters(self) -> list[Parameter]:
        """``(a, b: Int, c = 3)``."""
        self.expect_symbol("(")
        parameters: list[Parameter] = []
        while not self.token.is_symbol(")"):
            start = self.token.span
            name = str(self.expect(Kind.NAME).value)
            if any(parameter.name == name for parameter in parameters):
                raise ParseError(f"there is a parameter '{name}' already", start)
            type_node = self.type() if self.accept_symbol(":") else None
            default = self.expression() if self.accept_symbol("=") else None
            parameters.append(Parameter(self.since(start), name, type_node, default))
            if not self.accept_symbol(","):
                break
        self.expect_symbol(")")
        return parameters

    @staticmethod
    def _refuse_duplicates(members: list[Member]) -> None:
        fields: set[str] = set()
        variables: set[str] = set()
        for member in members:
            if isinstance(member, FieldMember) and member.name is not None:
                known, what, name = fields, "field", member.name
            elif isinstance(member, LocalMember):
                known, what, name = variables, "local", member.name
            else:
                continue
            if name in known:
                raise ParseError(f"there is a {what} '{name}' in this record already", member.span)
            known.add(name)
