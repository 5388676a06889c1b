"""Building of syntax trees from tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from .errors import TemplateSyntaxError
from .expressions import (
    Attribute, Binary, Call, Expression, Filter, Item, ListDisplay, Literal, Logical,
    Name, Not,
)
from .lexer import Kind, Token, tokenize, tokenize_expression
from .macros import Parameter
from .nodes import (
    Body, ForNode, IfNode, ImportNode, IncludeNode, MacroNode, Node, OutputNode,
    SetNode, TextNode, WithNode,
)

_CONSTANTS = {"true": True, "false": False, "none": None}
_KEYWORDS = {"in", "not", "and", "or", "is", "if", "else", *_CONSTANTS}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in"}


class ExpressionParser:
    """A recursive descent parser for one output or tag."""

    def __init__(self, token: Token, template: str | None) -> None:
        self._tokens = tokenize_expression(token.value, token.line, template)
        self._position = 0
        self._template = template

    @property
    def _current(self) -> Token:
        return self._tokens[self._position]

    def fail(self, message: str) -> NoReturn:
        raise TemplateSyntaxError(message, self._current.line, self._template)

    def accept(self, value: str) -> bool:
        """Step over an operator or keyword if it is the next token."""
        token = self._current
        if token.kind in (Kind.OPERATOR, Kind.NAME) and token.value == value:
            self._position += 1
            return True
        return False

    def expect(self, value: str) -> None:
        if not self.accept(value):
            self.fail(f"expected {value!r}, found {self._current.value or 'the end'!r}")

    def name(self) -> str:
        token = self._current
        if token.kind is not Kind.NAME or token.value in _KEYWORDS:
            self.fail(f"expected a name, found {token.value or 'the end'!r}")
        self._position += 1
        return token.value

    def finish(self) -> None:
        if self._current.kind is not Kind.END:
            self.fail(f"unexpected {self._current.value!r}")

    def expression(self) -> Expression:
        left = self._and()
        while self.accept("or"):
            left = Logical("or", left, self._and())
        return left

    def _and(self) -> Expression:
        left = self._not()
        while self.accept("and"):
            left = Logical("and", left, self._not())
        return left

    def _not(self) -> Expression:
        return Not(self._not()) if self.accept("not") else self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        while self._current.kind is not Kind.STRING and self._current.value in _COMPARISONS:
            name = self._current.value
            self._position += 1
            left = Binary(name, left, self._sum())
        return left

    def _sum(self) -> Expression:
        return self._binary(("+", "-", "~"), self._product)

    def _product(self) -> Expression:
        return self._binary(("*", "/", "%"), self._filtered)

    def _binary(self, names: tuple[str, ...], operand: Callable[[], Expression]) -> Expression:
        left = operand()
        while True:
            name = next((name for name in names if self.accept(name)), None)
            if name is None:
                return left
            left = Binary(name, left, operand())

    def _filtered(self) -> Expression:
        value = self._postfix()
        while self.accept("|"):
            name = self.name()
            arguments, named = self._arguments() if self.accept("(") else ((), ())
            if named:
                self.fail("filters take no named arguments")
            value = Filter(value, name, arguments)
        return value

    def _postfix(self) -> Expression:
        value = self._primary()
        while True:
            if self.accept("."):
                value = Attribute(value, self.name())
            elif self.accept("["):
                value = Item(value, self.expression())
                self.expect("]")
            elif self.accept("("):
                value = Call(value, *self._arguments())
            else:
                return value

    def _arguments(self) -> tuple[tuple[Expression, ...], tuple[tuple[str, Expression], ...]]:
        positional: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        while not self.accept(")"):
            following = self._tokens[min(self._position + 1, len(self._tokens) - 1)]
            if self._current.kind is Kind.NAME and following.value == "=":
                name = self.name()
                self.expect("=")
                named.append((name, self.expression()))
            elif named:
                self.fail("positional argument after a named one")
            else:
                positional.append(self.expression())
            if not self.accept(","):
                self.expect(")")
                break
        return tuple(positional), tuple(named)

    def _primary(self) -> Expression:
        token = self._current
        if token.kind is Kind.STRING:
            self._position += 1
            return Literal(token.value)
        if token.kind is Kind.NUMBER:
            self._position += 1
            return Literal(float(token.value) if "." in token.value else int(token.value))
        if token.kind is Kind.NAME and token.value in _CONSTANTS:
            self._position += 1
            return Literal(_CONSTANTS[token.value])
        if self.accept("-"):
            return Binary("-", Literal(0), self._postfix())
        if self.accept("("):
            value = self.expression()
            self.expect(")")
            return value
        if self.accept("["):
            items: list[Expression] = []
            while not self.accept("]"):
                items.append(self.expression())
                if not self.accept(","):
                    self.expect("]")
                    break
            return ListDisplay(tuple(items))
        return Name(self.name())


class Parser:
    """Parses a whole template."""

    def __init__(self, source: str, template: str | None = None) -> None:
        self._tokens = list(tokenize(source, template))
        self._template = template
        self._position = 0
        self._open: list[tuple[str, int]] = []

    def parse(self) -> Body:
        body, _ = self._body(())
        return body

    def _body(self, ends: tuple[str, ...]) -> tuple[Body, ExpressionParser | None]:
        """Parse nodes up to one of the tags *ends*, which is left to the caller."""
        nodes: list[Node] = []
        while self._position < len(self._tokens):
            token = self._tokens[self._position]
            self._position += 1
            if token.kind is Kind.TEXT:
                nodes.append(TextNode(token.value))
                continue
            inside = ExpressionParser(token, self._template)
            if token.kind is Kind.OUTPUT:
                nodes.append(OutputNode(inside.expression()))
                inside.finish()
                continue
            for end in ends:
                if inside.accept(end):
                    self._end = end
                    return tuple(nodes), inside
            nodes.append(self._tag(inside, token))
        if ends:
            name, line = self._open[-1]
            raise TemplateSyntaxError(f"{name} is not closed", line, self._template)
        return tuple(nodes), None

    def _tag(self, inside: ExpressionParser, token: Token) -> Node:
        for name in ("if", "for", "set", "with", "include", "macro", "import"):
            if inside.accept(name):
                self._open.append((name, token.line))
                node = getattr(self, f"_{name}")(inside)
                self._open.pop()
                return node
        words = token.value.split()
        inside.fail(f"unknown tag {words[0]!r}" if words else "empty tag")

    def _block(self, *ends: str) -> Body:
        body, inside = self._body(ends)
        assert inside is not None
        inside.finish()
        return body

    def _if(self, inside: ExpressionParser) -> Node:
        branches: list[tuple[Expression, Body]] = []
        while True:
            condition = inside.expression()
            inside.finish()
            body, inside = self._body(("elif", "else", "endif"))
            branches.append((condition, body))
            if self._end == "elif":
                continue
            inside.finish()
            otherwise = self._block("endif") if self._end == "else" else ()
            return IfNode(tuple(branches), otherwise)

    def _for(self, inside: ExpressionParser) -> Node:
        targets = [inside.name()]
        while inside.accept(","):
            targets.append(inside.name())
        inside.expect("in")
        iterable = inside.expression()
        inside.finish()
        body = self._block("else", "endfor")
        otherwise = self._block("endfor") if self._end == "else" else ()
        return ForNode(tuple(targets), iterable, body, otherwise)

    def _set(self, inside: ExpressionParser) -> Node:
        name = inside.name()
        inside.expect("=")
        node = SetNode(name, inside.expression())
        inside.finish()
        return node

    def _with(self, inside: ExpressionParser) -> Node:
        variables: list[tuple[str, Expression]] = []
        while not variables or inside.accept(","):
            name = inside.name()
            inside.expect("=")
            variables.append((name, inside.expression()))
        inside.finish()
        return WithNode(tuple(variables), self._block("endwith"))

    def _include(self, inside: ExpressionParser) -> Node:
        node = IncludeNode(inside.expression())
        inside.finish()
        return node

    def _macro(self, inside: ExpressionParser) -> Node:
        if len(self._open) > 1:
            inside.fail("macros can only be defined at the top level")
        name = inside.name()
        inside.expect("(")
        parameters: list[Parameter] = []
        while not inside.accept(")"):
            parameter = inside.name()
            default = inside.expression() if inside.accept("=") else None
            parameters.append(Parameter(parameter, default))
            if not inside.accept(","):
                inside.expect(")")
                break
        inside.finish()
        return MacroNode(name, tuple(parameters), self._block("endmacro"))

    def _import(self, inside: ExpressionParser) -> Node:
        template = inside.expression()
        inside.expect("as")
        node = ImportNode(template, inside.name())
        inside.finish()
        return node
