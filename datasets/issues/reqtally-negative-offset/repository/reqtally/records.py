"""The record of one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One line of an access log."""

    host: str
    user: str | None
    time: datetime
    method: str
    target: str
    protocol: str
    status: int
    size: int
    referrer: str | None = None
    agent: str | None = None

    @property
    def path(self) -> str:
        """The path of the request without query and percent encoding."""
        path = urlsplit(self.target).path if self.target.startswith("http") else (
            self.target.partition("?")[0]
        )
        return unquote(path) or "/"

    @property
    def status_class(self) -> str:
        return f"{self.status // 100}xx"

    @property
    def is_error(self) -> bool:
        return self.status >= 400


FIELDS = ("host", "user", "method", "path", "protocol", "status", "status_class",
          "referrer", "agent")


def field_value(request: Request, field: str) -> str:
    """The text of a field of *request*; ``-`` stands for a missing value."""
    if field not in FIELDS:
        raise KeyError(field)
    value = getattr(request, field)
    return "-" if value is None else str(value)
