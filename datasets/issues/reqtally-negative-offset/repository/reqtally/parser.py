"""Reading of access logs in the common and the combined format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .errors import LogFormatError, TimestampError
from .records import Request
from .timestamps import parse_log_time

_QUOTED = r'"((?:[^"\\]|\\.)*)"'

_LINE = re.compile(
    r"(?P<host>\S+) \S+ (?P<user>.+?) \[(?P<time>[^\]]+)\] "
    + _QUOTED.replace("(", "(?P<request>", 1)
    + r" (?P<status>\d{3}) (?P<size>\d+|-)"
    + r"(?: " + _QUOTED.replace("(", "(?P<referrer>", 1)
    + r" " + _QUOTED.replace("(", "(?P<agent>", 1) + r")?"
)

_ESCAPE = re.compile(r"\\(.)")


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _optional(text: str | None) -> str | None:
    if text is None or text in ("", "-"):
        return None
    return _unescape(text)


def _split_request(text: str) -> tuple[str, str, str]:
    """Split ``GET /path HTTP/1.1``; broken requests keep all text as target."""
    parts = text.split(" ")
    if len(parts) >= 3 and parts[-1].startswith("HTTP/"):
        return parts[0], " ".join(parts[1:-1]), parts[-1]
    if len(parts) == 2:
        return parts[0], parts[1], "HTTP/0.9"
    return "-", text, "-"


def parse_line(line: str, line_number: int | None = None) -> Request:
    """Read one line of a log."""
    match = _LINE.fullmatch(line.rstrip("\r\n "))
    if match is None:
        raise LogFormatError("not in the common or combined format", line_number)
    try:
        time = parse_log_time(match["time"])
    except TimestampError as error:
        raise LogFormatError(str(error), line_number) from error
    method, target, protocol = _split_request(_unescape(match["request"]))
    return Request(
        host=match["host"],
        user=_optional(match["user"]),
        time=time,
        method=method,
        target=target,
        protocol=protocol,
        status=int(match["status"]),
        size=0 if match["size"] == "-" else int(match["size"]),
        referrer=_optional(match["referrer"]),
        agent=_optional(match["agent"]),
    )


class LogParser:
    """Reads many lines and keeps count of those that could not be read."""

    def __init__(self, strict: bool = False) -> None:
        self.strict = strict
        self.lines_read = 0
        self.errors: list[LogFormatError] = []

    def parse(self, lines: Iterable[str]) -> Iterator[Request]:
        """Yield the requests of *lines*; empty lines are skipped."""
        for line in lines:
            self.lines_read += 1
            if not line.strip():
                continue
            try:
                yield parse_line(line, self.lines_read)
            except LogFormatError as error:
                if self.strict:
                    raise
                self.errors.append(error)
