"""Showing the lines of a source text that a message is about."""

from __future__ import annotations

from .text import Span


def excerpt(span: Span) -> str:
    """The first line of a span with its number, and marks below the span.

    A span that goes on in further lines is marked up to the end of the first one.
    """
    number, column = span.source.position(span.start)
    text = span.source.line(number)
    length = max(1, min(span.end - span.start, len(text) - column + 1))
    gutter = f"{number:>4} | "
    indent = "".join("\t" if item == "\t" else " " for item in text[: column - 1])
    return f"{gutter}{text}\n{' ' * (len(gutter) - 2)}| {indent}{'^' * length}"
