"""Parsing types."""

from __future__ import annotations

from ..source import Span
from .cursor import Cursor
from .nodes import (
    ListType,
    LiteralType,
    MapType,
    NamedType,
    RangeType,
    RecordType,
    TypeField,
    TypeNode,
    UnionType,
)
from .tokens import Kind

_CONSTANTS = {"true": True, "false": False, "null": None}


class TypesParser(Cursor):
    """The part of the parser that reads types."""

    def type(self) -> TypeNode:
        """``A | B | C``."""
        start = self.token.span
        options = [self._optional_type()]
        while self.accept_symbol("|"):
            options.append(self._optional_type())
        if len(options) == 1:
            return options[0]
        return UnionType(self.since(start), options)

    def _optional_type(self) -> TypeNode:
        start = self.token.span
        inner = self._simple_type()
        if self.accept_symbol("?"):
            span = self.since(start)
            return UnionType(span, [inner, NamedType(span, "Null")])
        return inner

    def _simple_type(self) -> TypeNode:
        start = self.token.span
        if self.token.kind is Kind.NAME:
            name = str(self.advance().value)
            if self.token.is_symbol("("):
                return self._range(start, name)
            return NamedType(start, name)
        if self.accept_symbol("("):
            inner = self.type()
            self.expect_symbol(")")
            return inner
        if self.accept_symbol("["):
            element = self.type()
            self.expect_symbol("]")
            return ListType(self.since(start), element)
        if self.accept_symbol("{"):
            return self._record_type(start)
        if self.token.kind is Kind.TEXT_START:
            return LiteralType(start, self.plain_string())
        if self.token.kind in (Kind.INTEGER, Kind.DECIMAL) or self.token.is_symbol("-"):
            return LiteralType(start, self._signed_number())
        constant = self.accept_keyword(*_CONSTANTS)
        if constant is not None:
            return LiteralType(start, _CONSTANTS[str(constant.value)])
        raise self.unexpected("a type")

    def _range(self, start: Span, name: str) -> RangeType:
        self.expect_symbol("(")
        low = None if self.token.is_symbol("..") else self._signed_number()
        self.expect_symbol("..")
        high = None if self.token.is_symbol(")") else self._signed_number()
        self.expect_symbol(")")
        return RangeType(self.since(start), name, low, high)

    def _signed_number(self) -> int | float:
        sign = -1 if self.accept_symbol("-") else 1
        if self.token.kind not in (Kind.INTEGER, Kind.DECIMAL):
            raise self.unexpected("a number")
        return sign * self.advance().value

    def _record_type(self, start: Span) -> TypeNode:
        if self._begins_type_field():
            fields: list[TypeField] = []
            while not self.token.is_symbol("}"):
                fields.append(self._type_field())
                if not self.accept_symbol(","):
                    break
            self.expect_symbol("}")
            return RecordType(self.since(start), fields)
        element = self.type()
        self.expect_symbol("}")
        return MapType(self.since(start), element)

    def _begins_type_field(self) -> bool:
        if self.token.is_symbol("}"):
            return True
        if self.token.kind is not Kind.NAME:
            return False
        following = self.peek()
        return following.is_symbol(":") or (
            following.is_symbol("?") and self.peek(2).is_symbol(":")
        )

    def _type_field(self) -> TypeField:
        start = self.token.span
        name = str(self.expect(Kind.NAME).value)
        optional = self.accept_symbol("?") is not None
        self.expect_symbol(":")
        inner = self.type()
        return TypeField(self.since(start), name, inner, optional)

    def plain_string(self) -> str:
        """A string in which no holes are allowed."""
        self.expect(Kind.TEXT_START)
        value = str(self.expect(Kind.TEXT_PART).value)
        self.expect(Kind.TEXT_END)
        return value
