"""Predicates that choose requests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from fnmatch import fnmatchcase

from .errors import FilterError
from .records import Request

Predicate = Callable[[Request], bool]

_STATUS = re.compile(r"[1-5](?:\d\d|xx)")


def by_status(text: str) -> Predicate:
    """Requests with status ``404``, or of the class ``4xx``."""
    wanted = text.lower()
    if _STATUS.fullmatch(wanted) is None:
        raise FilterError(f"not a status code or class: {text!r}")
    if wanted.endswith("xx"):
        return lambda request: request.status_class == wanted
    code = int(wanted)
    return lambda request: request.status == code


def by_method(text: str) -> Predicate:
    wanted = text.upper()
    return lambda request: request.method == wanted


def by_path(pattern: str) -> Predicate:
    """Requests whose path matches a shell pattern (case matters)."""
    return lambda request: fnmatchcase(request.path, pattern)


def by_time(since: datetime | None, until: datetime | None) -> Predicate:
    """Requests at or after *since* and before *until*."""
    if since is not None and until is not None and since >= until:
        raise FilterError("the span of time is empty: --since is not before --until")

    def predicate(request: Request) -> bool:
        if since is not None and request.time < since:
            return False
        return until is None or request.time < until

    return predicate


def any_of(predicates: Iterable[Predicate]) -> Predicate:
    chosen = tuple(predicates)
    return lambda request: any(predicate(request) for predicate in chosen)


def apply(requests: Iterable[Request], predicates: Iterable[Predicate]) -> Iterator[Request]:
    """Yield the requests that satisfy all predicates."""
    chosen = tuple(predicates)
    for request in requests:
        if all(predicate(request) for predicate in chosen):
            yield request
