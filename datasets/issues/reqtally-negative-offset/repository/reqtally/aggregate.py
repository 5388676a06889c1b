"""Counting and summing of requests."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .records import Request, field_value


@dataclass(frozen=True, slots=True)
class Count:
    """How often a value was seen, and its part of the whole (0 to 1)."""

    value: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class SizeSummary:
    """Sizes of the responses in bytes."""

    requests: int
    total: int
    smallest: int
    median: int
    p95: int
    largest: int


def count_by(
    requests: Iterable[Request], field: str, limit: int | None = None
) -> list[Count]:
    """Count the values of *field*, most frequent first, ties by value."""
    counter: Counter[str] = Counter(field_value(request, field) for request in requests)
    whole = sum(counter.values())
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    if limit is not None:
        ordered = ordered[:limit]
    return [Count(value, count, count / whole) for value, count in ordered]


def percentile(ordered: Sequence[int], percent: float) -> int:
    """The value at the nearest rank; *ordered* must be sorted and not empty."""
    if not ordered:
        raise ValueError("no values")
    if not 0 < percent <= 100:
        raise ValueError(f"percentile out of range: {percent}")
    rank = math.ceil(percent / 100 * len(ordered))
    return ordered[rank - 1]


def summarise_sizes(requests: Iterable[Request]) -> SizeSummary:
    sizes = sorted(request.size for request in requests)
    if not sizes:
        return SizeSummary(0, 0, 0, 0, 0, 0)
    return SizeSummary(
        requests=len(sizes),
        total=sum(sizes),
        smallest=sizes[0],
        median=percentile(sizes, 50),
        p95=percentile(sizes, 95),
        largest=sizes[-1],
    )
