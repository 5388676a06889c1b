"""The formatter: syntax trees as text in the one true layout.

Comments apart from doc comments are not part of syntax trees.  ``format_source`` thus
refuses texts that have others, as they would be lost.
"""

from __future__ import annotations

from ..errors import ParseError
from ..source import Source
from .lexer import tokenize
from .nodes import (
    Access,
    AssertMember,
    Binary,
    Call,
    Comprehension,
    Expression,
    FieldMember,
    FunctionNode,
    If,
    Import,
    Index,
    Let,
    ListNode,
    ListType,
    Literal,
    LiteralType,
    LocalMember,
    MapType,
    Member,
    Name,
    NamedType,
    Parameter,
    RangeType,
    RecordNode,
    RecordType,
    Root,
    Self,
    Super,
    Text,
    TypeNode,
    Unary,
    UnionType,
)
from .parser import PRECEDENCE, parse
from .strings import escape, quote
from .tokens import KEYWORDS

WIDTH = 88
_INDENT = "  "
_POSTFIX = 20
_UNARY = 15


def number_text(value: int | float) -> str:
    """A number as it is written in a program."""
    if isinstance(value, float):
        text = repr(value)
        return text if any(item in text for item in ".en") else text + ".0"
    return str(value)


def literal_text(value: str | int | float | bool | None) -> str:
    """A constant as it is written in a program."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quote(value)
    return number_text(value)


def print_type(node: TypeNode) -> str:
    """A type on one line."""
    match node:
        case NamedType(name=name):
            return name
        case RangeType(name=name, low=low, high=high):
            first = "" if low is None else number_text(low)
            last = "" if high is None else number_text(high)
            return f"{name}({first}..{last})"
        case LiteralType(value=value):
            return literal_text(value)
        case ListType(element=element):
            return f"[{print_type(element)}]"
        case MapType(element=element):
            return f"{{{print_type(element)}}}"
        case RecordType(fields=fields):
            inner = ", ".join(
                f"{item.name}{'?' if item.optional else ''}: {print_type(item.type)}"
                for item in fields
            )
            return f"{{{inner}}}"
        case UnionType(options=options):
            return _print_union(options)
    raise TypeError(f"not a type: {node!r}")


def _print_union(options: list[TypeNode]) -> str:
    if len(options) == 2 and isinstance(options[1], NamedType) and options[1].name == "Null":
        inner = print_type(options[0])
        return f"({inner})?" if isinstance(options[0], UnionType) else f"{inner}?"
    return " | ".join(
        f"({print_type(item)})" if isinstance(item, UnionType) and len(item.options) > 2
        else print_type(item)
        for item in options
    )


class Printer:
    """Lays out expressions.

    Everything is put on one line if there is room; records with more than one
    member and those with doc comments never are.
    """

    def expression(self, node: Expression, indent: str, least: int = 0) -> str:
        """The text of an expression.  *least* is how tightly the place around it binds."""
        text, binds = self._dispatch(node, indent)
        return f"({text})" if binds < least else text

    def _dispatch(self, node: Expression, indent: str) -> tuple[str, int]:
        match node:
            case Literal(value=value):
                binds = _POSTFIX
                if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
                    binds = _UNARY
                return literal_text(value), binds
            case Text(parts=parts):
                return self._text(parts, indent), _POSTFIX
            case Name(name=name):
                return name, _POSTFIX
            case Self():
                return "self", _POSTFIX
            case Super():
                return "super", _POSTFIX
            case Root():
                return "$", _POSTFIX
            case Import(path=path):
                return f"import {quote(path)}", _POSTFIX
            case ListNode(items=items):
                return self._list(items, indent), _POSTFIX
            case Comprehension():
                return self._comprehension(node, indent), _POSTFIX
            case RecordNode():
                return self._record(node, indent), _POSTFIX
            case Access(target=target, name=name):
                return f"{self.expression(target, indent, _POSTFIX)}.{name}", _POSTFIX
            case Index(target=target, index=index):
                inner = self.expression(index, indent)
                return f"{self.expression(target, indent, _POSTFIX)}[{inner}]", _POSTFIX
            case Call():
                return self._call(node, indent), _POSTFIX
            case Unary(operator="not", operand=operand):
                inner = self.expression(operand, indent, PRECEDENCE["=="])
                return f"not {inner}", PRECEDENCE["and"]
            case Unary(operator=operator, operand=operand):
                return f"{operator}{self.expression(operand, indent, _UNARY)}", _UNARY
            case Binary():
                return self._binary(node, indent), PRECEDENCE[node.operator]
            case If():
                return self._if(node, indent), 0
            case Let():
                return self._let(node, indent), 0
            case FunctionNode(parameters=parameters, body=body):
                head = f"fn{self._parameters(parameters, indent)}"
                return f"{head} -> {self.expression(body, indent)}", 0
        raise TypeError(f"not an expression: {node!r}")

    def _text(self, parts: list[str | Expression], indent: str) -> str:
        inner = "".join(
            escape(part) if isinstance(part, str) else f"${{{self.expression(part, indent)}}}"
            for part in parts
        )
        return f'"{inner}"'

    def _list(self, items: list[Expression], indent: str) -> str:
        texts = [self.expression(item, indent) for item in items]
        line = f"[{', '.join(texts)}]"
        if self._fits(line, indent):
            return line
        deeper = indent + _INDENT
        lines = [f"{deeper}{self.expression(item, deeper)},\n" for item in items]
        return f"[\n{''.join(lines)}{indent}]"

    def _comprehension(self, node: Comprehension, indent: str) -> str:
        text = self.expression(node.element, indent)
        for clause in node.clauses:
            text += f" for {clause.name} in {self.expression(clause.items, indent)}"
            for condition in clause.conditions:
                text += f" if {self.expression(condition, indent)}"
        return f"[{text}]"

    def _record(self, node: RecordNode, indent: str) -> str:
        if not node.members:
            return "{}"
        if len(node.members) == 1 and not self._doc(node.members[0]):
            line = f"{{ {self._member(node.members[0], indent)} }}"
            if self._fits(line, indent):
                return line
        deeper = indent + _INDENT
        lines: list[str] = []
        for member in node.members:
            lines += [f"{deeper}## {line}".rstrip() for line in self._doc(member).splitlines()]
            lines.append(f"{deeper}{self._member(member, deeper)},")
        return "{\n" + "\n".join(lines) + f"\n{indent}}}"

    @staticmethod
    def _doc(member: Member) -> str:
        return member.doc if isinstance(member, FieldMember) else ""

    def _member(self, member: Member, indent: str) -> str:
        match member:
            case LocalMember(name=name, value=value):
                return f"local {name}{self._defined(value, indent)}"
            case AssertMember(condition=condition, message=message):
                text = f"assert {self.expression(condition, indent)}"
                if message is not None:
                    text += f" : {self.expression(message, indent)}"
                return text
            case FieldMember():
                return self._field(member, indent)
        raise TypeError(f"not a member: {member!r}")

    def _field(self, member: FieldMember, indent: str) -> str:
        if member.name is None:
            assert member.key is not None
            text = f"[{self.expression(member.key, indent)}]"
        else:
            text = member.name if is_plain_name(member.name) else quote(member.name)
        if member.hidden:
            text = f"hidden {text}"
        if member.type is not None:
            text += f": {print_type(member.type)}"
        if member.value is None:
            return text
        if member.extends:
            return f"{text} &= {self.expression(member.value, indent)}"
        if member.type is None:
            return text + self._defined(member.value, indent)
        return f"{text} = {self.expression(member.value, indent)}"

    def _defined(self, value: Expression, indent: str) -> str:
        if isinstance(value, FunctionNode):
            body = self.expression(value.body, indent)
            return f"{self._parameters(value.parameters, indent)} = {body}"
        return f" = {self.expression(value, indent)}"

    def _parameters(self, parameters: list[Parameter], indent: str) -> str:
        texts: list[str] = []
        for parameter in parameters:
            text = parameter.name
            if parameter.type is not None:
                text += f": {print_type(parameter.type)}"
            if parameter.default is not None:
                text += f" = {self.expression(parameter.default, indent)}"
            texts.append(text)
        return f"({', '.join(texts)})"

    def _call(self, node: Call, indent: str) -> str:
        arguments = [self.expression(item, indent) for item in node.positional]
        arguments += [f"{name} = {self.expression(item, indent)}" for name, item in node.named]
        return f"{self.expression(node.callee, indent, _POSTFIX)}({', '.join(arguments)})"

    def _binary(self, node: Binary, indent: str) -> str:
        binds = PRECEDENCE[node.operator]
        left_least = binds + 1 if binds == PRECEDENCE["=="] else binds
        left = self.expression(node.left, indent, left_least)
        right = self.expression(node.right, indent, binds + 1)
        return f"{left} {node.operator} {right}"

    def _if(self, node: If, indent: str) -> str:
        condition = self.expression(node.condition, indent)
        then = self.expression(node.then, indent)
        otherwise = self.expression(node.otherwise, indent)
        line = f"if {condition} then {then} else {otherwise}"
        if self._fits(line, indent):
            return line
        deeper = indent + _INDENT
        return f"if {condition}\n{deeper}then {then}\n{deeper}else {otherwise}"

    def _let(self, node: Let, indent: str) -> str:
        deeper = indent + "  " * 2
        bindings = [f"{item.name}{self._defined(item.value, deeper)}" for item in node.bindings]
        body = self.expression(node.body, indent)
        separator = f",\n{deeper}"
        return f"let {separator.join(bindings)}\n{indent}in {body}"

    @staticmethod
    def _fits(text: str, indent: str) -> bool:
        return "\n" not in text and len(indent) + len(text) <= WIDTH


def is_plain_name(name: str) -> bool:
    """Whether a field can be written without quotes."""
    return name.isidentifier() and name not in KEYWORDS


def print_node(node: Expression) -> str:
    """An expression as text."""
    return Printer().expression(node, "")


def format_source(source: Source) -> str:
    """A whole program in the layout of the formatter."""
    body = parse(source)
    _refuse_comments(source)
    return print_node(body) + "\n"


def _refuse_comments(source: Source) -> None:
    """Raise an error if there are comments that printing would lose."""
    covered = 0
    for token in tokenize(source):
        gap = source.text[covered:token.span.start]
        if "#" in gap:
            at = covered + gap.index("#")
            raise ParseError(
                "this comment would be lost, only doc comments (##) are kept",
                source.span(at, at + 1),
            )
        covered = token.span.end
