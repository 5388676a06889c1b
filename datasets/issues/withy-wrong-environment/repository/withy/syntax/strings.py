"""Strings as they are written: escapes, and the indentation of text blocks."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")

ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "\\": "\\",
    '"': '"',
    "$": "$",
}


def unicode_escape(text: str, offset: int) -> tuple[str, int]:
    """The character of ``{20ac}`` at *offset*, and how long that is; 0 if there is none."""
    end = text.find("}", offset)
    if not text.startswith("{", offset) or not 2 <= end - offset <= 7:
        return "", 0
    digits = text[offset + 1:end]
    try:
        return chr(int(digits, 16)), end - offset + 1
    except (ValueError, OverflowError):
        return "", 0


def quote(text: str) -> str:
    """A string literal, for messages and for the formatter."""
    return f'"{escape(text)}"'


def escape(text: str) -> str:
    """The inside of a string literal."""
    result: list[str] = []
    for index, character in enumerate(text):
        if character in '\\"':
            result.append("\\" + character)
        elif character == "\n":
            result.append("\\n")
        elif character == "\t":
            result.append("\\t")
        elif character == "\r":
            result.append("\\r")
        elif character == "$" and text[index + 1:index + 2] == "{":
            result.append("\\$")
        elif character < " ":
            result.append(f"\\u{{{ord(character):x}}}")
        else:
            result.append(character)
    return "".join(result)


def dedent(parts: list[str | T]) -> list[str | T]:
    """Take the common indentation out of a text block.

    *parts* are texts and, between them, what stands in the holes.  A line break right
    after the opening quotes is dropped, and so is the line of the closing quotes if
    there is nothing else in it.
    """
    parts = list(parts)
    if parts and isinstance(parts[0], str) and parts[0].startswith("\n"):
        parts[0] = parts[0][1:]
        at_line_start = True
    else:
        at_line_start = False
    margin = _margin(parts, at_line_start)
    result: list[str | T] = []
    for part in parts:
        if isinstance(part, str):
            lines = part.split("\n")
            first = lines[0][margin:] if at_line_start else lines[0]
            result.append("\n".join([first, *(line[margin:] for line in lines[1:])]))
            at_line_start = False
        else:
            result.append(part)
            at_line_start = False
    if result and isinstance(result[-1], str):
        head, separator, tail = result[-1].rpartition("\n")
        if separator and not tail.strip():
            result[-1] = head + separator
    return result


def _margin(parts: list[str | T], at_line_start: bool) -> int:
    """The smallest indentation of the lines that are not blank."""
    margins: list[int] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            lines = part.split("\n")
            last = len(lines) - 1
            for number, line in enumerate(lines):
                if number == 0 and not at_line_start:
                    continue
                has_hole = number == last and index + 1 < len(parts)
                if line.strip() or has_hole:
                    margins.append(len(line) - len(line.lstrip(" ")))
        at_line_start = False
    return min(margins, default=0)
