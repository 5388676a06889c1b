"""Everything that can go wrong, as exceptions."""

from __future__ import annotations

from collections.abc import Iterable

from .source import Span, excerpt


class WithyError(Exception):
    """Base of all errors.  *span* is the place in the source, where known."""

    kind = "error"

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.notes: list[str] = []

    def with_notes(self, notes: Iterable[str]) -> WithyError:
        """Add lines that are shown below the message."""
        self.notes.extend(notes)
        return self

    def __str__(self) -> str:
        return f"{self.span}: {self.message}" if self.span else self.message

    def render(self) -> str:
        """The message with an excerpt of the source, for people."""
        lines = [f"{self.kind}: {self}"]
        if self.span is not None:
            lines.append(excerpt(self.span))
        lines += [f"  note: {note}" for note in self.notes]
        return "\n".join(lines)


class ParseError(WithyError):
    """The text is not a program of the language."""

    kind = "syntax error"


class UnknownName(WithyError):
    """A name is used that nothing defines."""

    kind = "unknown name"


class EvaluationError(WithyError):
    """An expression has no value."""


class TypeMismatch(EvaluationError):
    """A value is not of the type that its field or parameter asks for."""

    kind = "type error"


class AssertionFailed(EvaluationError):
    """An assertion of a record does not hold."""

    kind = "assertion failed"


class ImportFailed(EvaluationError):
    """An imported file can not be found or read."""

    kind = "import error"


class ExportError(WithyError):
    """A value can not be written in the format asked for."""

    kind = "export error"


class UsageError(WithyError):
    """The command line or a path in it is wrong."""

    kind = "usage error"
