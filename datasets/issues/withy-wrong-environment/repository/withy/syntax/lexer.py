"""Cutting a text into tokens.

Strings may have holes, ``"${expression}"``, in which any tokens can stand, further
strings among them.  The lexer therefore keeps a stack of the strings it is in, with
the number of braces that are open in the current hole.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import ParseError
from ..source import Source
from .strings import ESCAPES, unicode_escape
from .tokens import KEYWORDS, SYMBOLS, Kind, Token

_BLOCK = '"""'


@dataclass(slots=True)
class _OpenText:
    """A string whose end has not been reached."""

    delimiter: str
    start: int
    braces: int = 0


class Lexer:
    """Makes the tokens of one source text."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._offset = 0
        self._tokens: list[Token] = []
        self._open: list[_OpenText] = []

    def tokens(self) -> list[Token]:
        """All tokens, the last one being of the kind END."""
        while self._offset < len(self._text):
            self._next()
        if self._open:
            raise self._error("the string is not closed", self._open[-1].start)
        self._add(Kind.END, "", self._offset)
        return self._tokens

    def _next(self) -> None:
        character = self._text[self._offset]
        if character in " \t\r\n":
            self._offset += 1
        elif character == "#":
            self._comment()
        elif character == '"':
            self._begin_text()
        elif character.isdigit():
            self._number()
        elif character.isalpha() or character == "_":
            self._word()
        else:
            self._symbol()

    def _comment(self) -> None:
        start = self._offset
        end = self._text.find("\n", start)
        end = len(self._text) if end < 0 else end
        self._offset = end
        if self._text.startswith("##", start):
            self._add(Kind.DOC, self._text[start + 2:end].strip(), start)

    def _number(self) -> None:
        start = self._offset
        self._digits()
        is_decimal = False
        if self._peek() == "." and self._peek(1).isdigit():
            is_decimal = True
            self._offset += 1
            self._digits()
        if self._peek() in ("e", "E"):
            sign = 1 if self._peek(1) in ("+", "-") else 0
            if self._peek(1 + sign).isdigit():
                is_decimal = True
                self._offset += 1 + sign
                self._digits()
        if self._peek().isalpha():
            raise self._error("a number is followed by a letter", self._offset)
        digits = self._text[start:self._offset].replace("_", "")
        if is_decimal:
            self._add(Kind.DECIMAL, float(digits), start)
        else:
            self._add(Kind.INTEGER, int(digits), start)

    def _digits(self) -> None:
        while self._peek().isdigit() or (self._peek() == "_" and self._peek(1).isdigit()):
            self._offset += 1

    def _word(self) -> None:
        start = self._offset
        while self._peek().isalnum() or self._peek() == "_":
            self._offset += 1
        word = self._text[start:self._offset]
        self._add(Kind.KEYWORD if word in KEYWORDS else Kind.NAME, word, start)

    def _symbol(self) -> None:
        start = self._offset
        for symbol in SYMBOLS:
            if self._text.startswith(symbol, start):
                self._offset += len(symbol)
                break
        else:
            raise self._error(f"unexpected character {self._text[start]!r}", start)
        if self._open:
            hole = self._open[-1]
            if symbol == "{":
                hole.braces += 1
            elif symbol == "}":
                if hole.braces == 0:
                    self._add(Kind.HOLE_END, "}", start)
                    self._text_part()
                    return
                hole.braces -= 1
        self._add(Kind.SYMBOL, symbol, start)

    def _begin_text(self) -> None:
        start = self._offset
        delimiter = _BLOCK if self._text.startswith(_BLOCK, start) else '"'
        self._offset += len(delimiter)
        self._open.append(_OpenText(delimiter, start))
        self._add(Kind.TEXT_START, delimiter, start)
        self._text_part()

    def _text_part(self) -> None:
        """Read on in the innermost string, up to its end or to the next hole."""
        opened = self._open[-1]
        start = self._offset
        characters: list[str] = []
        while True:
            if self._offset >= len(self._text):
                raise self._error("the string is not closed", opened.start)
            if self._text.startswith(opened.delimiter, self._offset):
                self._add(Kind.TEXT_PART, "".join(characters), start)
                end = self._offset
                self._offset += len(opened.delimiter)
                self._open.pop()
                self._add(Kind.TEXT_END, opened.delimiter, end)
                return
            if self._text.startswith("${", self._offset):
                self._add(Kind.TEXT_PART, "".join(characters), start)
                hole = self._offset
                self._offset += 2
                opened.braces = 0
                self._add(Kind.HOLE_START, "${", hole)
                return
            character = self._text[self._offset]
            if character == "\\":
                characters.append(self._escape())
                continue
            if character == "\n" and opened.delimiter == '"':
                raise self._error("the string is not closed", opened.start)
            characters.append(character)
            self._offset += 1

    def _escape(self) -> str:
        start = self._offset
        letter = self._peek(1)
        if letter in ESCAPES:
            self._offset += 2
            return ESCAPES[letter]
        if letter == "u":
            character, length = unicode_escape(self._text, start + 2)
            if length:
                self._offset += 2 + length
                return character
        raise self._error("unknown escape sequence", start)

    def _peek(self, ahead: int = 0) -> str:
        offset = self._offset + ahead
        return self._text[offset] if offset < len(self._text) else ""

    def _add(self, kind: Kind, value: str | int | float, start: int) -> None:
        self._tokens.append(Token(kind, value, self._source.span(start, self._offset)))

    def _error(self, message: str, offset: int) -> ParseError:
        return ParseError(message, self._source.span(offset, offset + 1))


def tokenize(source: Source) -> list[Token]:
    """The tokens of a text."""
    return Lexer(source).tokens()
