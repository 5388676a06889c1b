"""Summaries of web server access logs."""

from .errors import LogFormatError, ReqtallyError, TimestampError
from .parser import LogParser, parse_line
from .records import Request

__all__ = [
    "LogFormatError",
    "LogParser",
    "ReqtallyError",
    "Request",
    "TimestampError",
    "parse_line",
]

__version__ = "0.6.1"
