"""Parsing expressions."""

from __future__ import annotations

from ..errors import ParseError
from ..source import Source
from .lexer import tokenize
from .nodes import (
    Access,
    Binary,
    Binding,
    Call,
    Comprehension,
    Expression,
    ForClause,
    FunctionNode,
    If,
    Import,
    Index,
    Let,
    ListNode,
    Literal,
    Name,
    Root,
    Self,
    Super,
    Text,
    Unary,
)
from .records_parser import RecordsParser
from .strings import dedent
from .tokens import Kind

# Operators by how tightly they bind.  All of them group to the left.
PRECEDENCE: dict[str, int] = {
    "??": 1,
    "or": 2,
    "and": 3,
    "==": 4,
    "!=": 4,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "has": 4,
    "&": 5,
    "++": 6,
    "+": 7,
    "-": 7,
    "*": 8,
    "/": 8,
    "%": 8,
}
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "has"})

_CONSTANTS = {"true": True, "false": False, "null": None}


class Parser(RecordsParser):
    """Reads one program, which is one expression."""

    def program(self) -> Expression:
        expression = self.expression()
        if self.token.kind is not Kind.END:
            raise self.unexpected("an operator or the end of the text")
        return expression

    def expression(self) -> Expression:
        if self.token.is_keyword("let"):
            return self._let()
        if self.token.is_keyword("if"):
            return self._if()
        if self.token.is_keyword("fn"):
            return self._function()
        return self._binary(1)

    # -- forms that begin with a keyword ---------------------------------------------

    def _let(self) -> Let:
        start = self.expect_keyword("let").span
        bindings: list[Binding] = []
        while True:
            token = self.expect(Kind.NAME)
            name = str(token.value)
            if any(binding.name == name for binding in bindings):
                raise ParseError(f"there is a variable '{name}' in this let already", token.span)
            value = self.defined_value()
            bindings.append(Binding(self.since(token.span), name, value))
            if not self.accept_symbol(","):
                break
        self.expect_keyword("in")
        body = self.expression()
        return Let(self.since(start), bindings, body)

    def _if(self) -> If:
        start = self.expect_keyword("if").span
        condition = self.expression()
        self.expect_keyword("then")
        then = self.expression()
        self.expect_keyword("else")
        otherwise = self.expression()
        return If(self.since(start), condition, then, otherwise)

    def _function(self) -> FunctionNode:
        start = self.expect_keyword("fn").span
        parameters = self.parameters()
        self.expect_symbol("->")
        body = self.expression()
        return FunctionNode(self.since(start), parameters, body)

    # -- operators -------------------------------------------------------------------

    def _binary(self, least: int) -> Expression:
        left = self._unary()
        compared = False
        while True:
            operator = self._operator()
            if operator is None or PRECEDENCE[operator] < least:
                return left
            token = self.advance()
            right = self._binary(PRECEDENCE[operator] + 1)
            if operator in COMPARISONS and compared:
                raise ParseError("comparisons can not be chained", token.span)
            compared = operator in COMPARISONS
            left = Binary(left.span.to(right.span), operator, left, right)

    def _operator(self) -> str | None:
        token = self.token
        if token.kind in (Kind.SYMBOL, Kind.KEYWORD) and token.value in PRECEDENCE:
            return str(token.value)
        return None

    def _unary(self) -> Expression:
        start = self.token.span
        if self.accept_symbol("-"):
            operand = self._unary()
            return Unary(self.since(start), "-", operand)
        if self.accept_keyword("not"):
            operand = self._binary(PRECEDENCE["=="])
            return Unary(self.since(start), "not", operand)
        if any(self.token.is_keyword(word) for word in ("let", "if", "fn")):
            return self.expression()
        return self._postfix()

    def _postfix(self) -> Expression:
        start = self.token.span
        node = self._primary()
        while True:
            if self.accept_symbol("."):
                if self.token.kind not in (Kind.NAME, Kind.KEYWORD):
                    raise self.unexpected("the name of a field")
                name = str(self.advance().value)
                node = Access(self.since(start), node, name)
            elif self.accept_symbol("["):
                index = self.expression()
                self.expect_symbol("]")
                node = Index(self.since(start), node, index)
            elif self.token.is_symbol("("):
                positional, named = self._arguments()
                node = Call(self.since(start), node, positional, named)
            else:
                return node

    def _arguments(self) -> tuple[list[Expression], list[tuple[str, Expression]]]:
        self.expect_symbol("(")
        positional: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        while not self.token.is_symbol(")"):
            if self.token.kind is Kind.NAME and self.peek().is_symbol("="):
                token = self.advance()
                self.advance()
                if any(name == token.value for name, _ in named):
                    raise ParseError(f"argument '{token.value}' is given twice", token.span)
                named.append((str(token.value), self.expression()))
            elif named:
                raise ParseError("named arguments come last", self.token.span)
            else:
                positional.append(self.expression())
            if not self.accept_symbol(","):
                break
        self.expect_symbol(")")
        return positional, named

    # -- what operators stand between ------------------------------------------------

    def _primary(self) -> Expression:
        token = self.token
        if token.kind in (Kind.INTEGER, Kind.DECIMAL):
            self.advance()
            return Literal(token.span, token.value)
        if token.kind is Kind.TEXT_START:
            return self._text()
        if token.kind is Kind.NAME:
            self.advance()
            return Name(token.span, str(token.value))
        if token.kind is Kind.KEYWORD:
            return self._keyword()
        if token.is_symbol("$"):
            self.advance()
            return Root(token.span)
        if token.is_symbol("{"):
            return self.record()
        if token.is_symbol("["):
            return self._list()
        if self.accept_symbol("("):
            inner = self.expression()
            self.expect_symbol(")")
            return inner
        raise self.unexpected("an expression")

    def _keyword(self) -> Expression:
        token = self.token
        word = str(token.value)
        if word in _CONSTANTS:
            self.advance()
            return Literal(token.span, _CONSTANTS[word])
        if word == "self":
            self.advance()
            return Self(token.span)
        if word == "super":
            self.advance()
            following = self.token
            if not (
                following.is_symbol(".") or following.is_symbol("[") or following.is_keyword("has")
            ):
                raise self.unexpected("a field of 'super'")
            return Super(token.span)
        if word == "import":
            self.advance()
            path = self.plain_string()
            return Import(self.since(token.span), path)
        raise self.unexpected("an expression")

    def _list(self) -> Expression:
        start = self.expect_symbol("[").span
        items: list[Expression] = []
        while not self.token.is_symbol("]"):
            items.append(self.expression())
            if len(items) == 1 and self.token.is_keyword("for"):
                clauses = self._clauses()
                self.expect_symbol("]")
                return Comprehension(self.since(start), items[0], clauses)
            if not self.accept_symbol(","):
                break
        self.expect_symbol("]")
        return ListNode(self.since(start), items)

    def _clauses(self) -> list[ForClause]:
        clauses: list[ForClause] = []
        while self.token.is_keyword("for"):
            start = self.advance().span
            name = str(self.expect(Kind.NAME).value)
            self.expect_keyword("in")
            items = self.expression()
            conditions: list[Expression] = []
            while self.accept_keyword("if"):
                conditions.append(self.expression())
            clauses.append(ForClause(self.since(start), name, items, conditions))
        return clauses

    def _text(self) -> Expression:
        opening = self.expect(Kind.TEXT_START)
        parts: list[str | Expression] = []
        while True:
            text = str(self.expect(Kind.TEXT_PART).value)
            if text:
                parts.append(text)
            if self.token.kind is Kind.TEXT_END:
                self.advance()
                break
            self.expect(Kind.HOLE_START)
            parts.append(self.expression())
            self.expect(Kind.HOLE_END)
        if opening.value == '"""':
            parts = [part for part in dedent(parts) if part != ""]
        span = self.since(opening.span)
        if all(isinstance(part, str) for part in parts):
            return Literal(span, "".join(str(part) for part in parts))
        return Text(span, parts)


def parse(source: Source) -> Expression:
    """The syntax tree of a program."""
    return Parser(tokenize(source)).program()
