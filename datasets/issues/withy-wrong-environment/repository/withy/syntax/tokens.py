"""Tokens, the words of the language."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ..source import Span


class Kind(enum.Enum):
    """What a token is."""

    NAME = "a name"
    KEYWORD = "a keyword"
    INTEGER = "an integer"
    DECIMAL = "a decimal number"
    SYMBOL = "a symbol"
    TEXT_START = "a string"
    TEXT_PART = "part of a string"
    TEXT_END = "the end of a string"
    HOLE_START = "'${'"
    HOLE_END = "'}'"
    DOC = "a doc comment"
    END = "the end of the text"


KEYWORDS = frozenset(
    {
        "and",
        "assert",
        "else",
        "false",
        "fn",
        "for",
        "has",
        "hidden",
        "if",
        "import",
        "in",
        "let",
        "local",
        "not",
        "null",
        "or",
        "self",
        "super",
        "then",
        "true",
    }
)

# Longer symbols come before those that they begin with.
SYMBOLS = (
    "->", "&=", "??", "++", "==", "!=", "<=", ">=", "..",
    "&", "|", "+", "-", "*", "/", "%", "<", ">", "=", "?",
    "(", ")", "[", "]", "{", "}", ",", ":", ".", "$",
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token; *value* is the name, the symbol, the number or the text."""

    kind: Kind
    value: str | int | float
    span: Span

    def is_symbol(self, symbol: str) -> bool:
        return self.kind is Kind.SYMBOL and self.value == symbol

    def is_keyword(self, keyword: str) -> bool:
        return self.kind is Kind.KEYWORD and self.value == keyword

    def describe(self) -> str:
        """What is said about the token in messages."""
        if self.kind in (Kind.SYMBOL, Kind.KEYWORD, Kind.NAME):
            return f"'{self.value}'"
        return self.kind.value
