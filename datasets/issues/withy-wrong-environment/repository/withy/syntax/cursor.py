"""Going through tokens."""

from __future__ import annotations

from ..errors import ParseError
from ..source import Span
from .tokens import Kind, Token


class Cursor:
    """A position in a list of tokens; the base of the parser.

    Doc comments are skipped, unless somebody asks for those before the next token.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = [token for token in tokens if token.kind is not Kind.DOC]
        self._docs = self._collect_docs(tokens)
        self._position = 0

    @staticmethod
    def _collect_docs(tokens: list[Token]) -> dict[int, str]:
        docs: dict[int, str] = {}
        lines: list[str] = []
        for token in tokens:
            if token.kind is Kind.DOC:
                lines.append(str(token.value))
            elif lines:
                docs[token.span.start] = "\n".join(lines)
                lines = []
        return docs

    @property
    def token(self) -> Token:
        """The next token."""
        return self._tokens[self._position]

    def peek(self, ahead: int = 1) -> Token:
        """A token further on."""
        return self._tokens[min(self._position + ahead, len(self._tokens) - 1)]

    def doc(self) -> str:
        """The doc comment before the next token."""
        return self._docs.get(self.token.span.start, "")

    def advance(self) -> Token:
        """Take the next token."""
        token = self.token
        if token.kind is not Kind.END:
            self._position += 1
        return token

    def accept_symbol(self, *symbols: str) -> Token | None:
        """Take the next token if it is one of these symbols."""
        if self.token.kind is Kind.SYMBOL and self.token.value in symbols:
            return self.advance()
        return None

    def accept_keyword(self, *keywords: str) -> Token | None:
        """Take the next token if it is one of these keywords."""
        if self.token.kind is Kind.KEYWORD and self.token.value in keywords:
            return self.advance()
        return None

    def expect_symbol(self, symbol: str) -> Token:
        token = self.accept_symbol(symbol)
        if token is None:
            raise self.unexpected(f"'{symbol}'")
        return token

    def expect_keyword(self, keyword: str) -> Token:
        token = self.accept_keyword(keyword)
        if token is None:
            raise self.unexpected(f"'{keyword}'")
        return token

    def expect(self, kind: Kind) -> Token:
        if self.token.kind is not kind:
            raise self.unexpected(kind.value)
        return self.advance()

    def since(self, start: Span) -> Span:
        """From *start* to the token that was taken last."""
        return start.to(self._tokens[max(0, self._position - 1)].span)

    def unexpected(self, expected: str) -> ParseError:
        """The error that says what should stand here."""
        return ParseError(
            f"expected {expected}, found {self.token.describe()}", self.token.span
        )
