"""Exceptions raised by reqtally."""

from __future__ import annotations


class ReqtallyError(Exception):
    """Base class of all errors that reqtally reports to its user."""


class TimestampError(ReqtallyError):
    """A time or an offset from UTC could not be read."""


class FilterError(ReqtallyError):
    """A filter given on the command line makes no sense."""


class LogFormatError(ReqtallyError):
    """A line of a log is not in a known format."""

    def __init__(self, message: str, line_number: int | None = None) -> None:
        super().__init__(message)
        self.line_number = line_number

    def __str__(self) -> str:
        text = super().__str__()
        if self.line_number is not None:
            return f"line {self.line_number}: {text}"
        return text
