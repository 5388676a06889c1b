"""Splitting of templates into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .errors import TemplateSyntaxError


class Kind(Enum):
    TEXT = "text"
    OUTPUT = "output"
    TAG = "tag"
    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    OPERATOR = "operator"
    END = "end of expression"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    value: str
    line: int


_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = re.compile(r"\{[{%#]")
_EXPRESSION = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_]\w*)
    | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<operator>==|!=|<=|>=|[-+*/%~<>=|.,:()\[\]])
    """,
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def tokenize(source: str, template: str | None = None) -> Iterator[Token]:
    """Yield the text, output and tag tokens of a template.

    The value of output and tag tokens is the text between the delimiters.
    """
    position = 0
    line = 1
    trim = False
    while position < len(source):
        opener = _OPENER.search(source, position)
        text = source[position:opener.start()] if opener else source[position:]
        shown = text.lstrip() if trim else text
        if opener is None:
            if shown:
                yield Token(Kind.TEXT, shown, line)
            return
        start = opener.end()
        if source.startswith("-", start):
            shown = shown.rstrip()
            start += 1
        if shown:
            yield Token(Kind.TEXT, shown, line)
        line += text.count("\n")
        end = _find_end(source, start, opener.group(), line, template)
        content = source[start:end]
        trim = content.endswith("-")
        if trim:
            content = content[:-1]
        if opener.group() != "{#":
            kind = Kind.OUTPUT if opener.group() == "{{" else Kind.TAG
            yield Token(kind, content, line)
        line += source.count("\n", start, end)
        position = end + 2


def _find_end(source: str, start: int, opener: str, line: int, template: str | None) -> int:
    """The position of the closing delimiter, not looking into strings."""
    closer = _CLOSERS[opener]
    quote = ""
    position = start
    while position < len(source):
        char = source[position]
        if quote:
            if char == "\\":
                position += 1
            elif char == quote:
                quote = ""
        elif source.startswith(closer, position):
            return position
        elif char in "\"'" and opener != "{#":
            quote = char
        position += 1
    raise TemplateSyntaxError(f"{opener} is not closed by {closer}", line, template)


def tokenize_expression(text: str, line: int, template: str | None = None) -> list[Token]:
    """Split the inside of an output or a tag; the last token is END."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _EXPRESSION.match(text, position)
        if match is None:
            raise TemplateSyntaxError(f"unexpected {text[position]!r}", line, template)
        position = match.end()
        kind, value = match.lastgroup, match.group()
        if kind == "string":
            value = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), value[1:-1])
        if kind != "space":
            tokens.append(Token(Kind(kind), value, line))
        line += match.group().count("\n")
    tokens.append(Token(Kind.END, "", line))
    return tokens
