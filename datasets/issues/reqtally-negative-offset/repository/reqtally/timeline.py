"""Requests per unit of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .records import Request
from .timestamps import UNITS, floor


@dataclass(slots=True)
class Bucket:
    """The requests of one minute, hour or day."""

    start: datetime
    requests: int = 0
    errors: int = 0
    bytes_sent: int = 0

    def add(self, request: Request) -> None:
        self.requests += 1
        self.bytes_sent += request.size
        if request.is_error:
            self.errors += 1


def build_timeline(requests: Iterable[Request], unit: str = "hour") -> list[Bucket]:
    """Sort requests into buckets; empty buckets in between are kept.

    The requests may come in any order, as they do when the logs of several
    servers are read one after the other.
    """
    buckets: dict[datetime, Bucket] = {}
    for request in requests:
        start = floor(request.time, unit)
        bucket = buckets.get(start)
        if bucket is None:
            bucket = buckets[start] = Bucket(start)
        bucket.add(request)
    if not buckets:
        return []
    timeline: list[Bucket] = []
    current, last = min(buckets), max(buckets)
    while current <= last:
        timeline.append(buckets.get(current) or Bucket(current))
        current += UNITS[unit]
    return timeline


def busiest(timeline: Iterable[Bucket]) -> Bucket | None:
    """The bucket with most requests, the earliest if there are several."""
    return max(timeline, key=lambda bucket: bucket.requests, default=None)
