"""Values that are computed when they are needed, and at most once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import EvaluationError
from ..source import Span


class Thunk:
    """A value, or the way to compute it."""

    __slots__ = ("_compute", "_value", "_running", "span")

    def __init__(self, compute: Callable[[], Any], span: Span | None = None) -> None:
        self._compute: Callable[[], Any] | None = compute
        self._value: Any = None
        self._running = False
        self.span = span

    @classmethod
    def of(cls, value: Any) -> Thunk:
        """A thunk whose value is there already."""
        thunk = cls(lambda: value)
        thunk._compute = None
        thunk._value = value
        return thunk

    @property
    def done(self) -> bool:
        """Whether the value was computed."""
        return self._compute is None

    def force(self) -> Any:
        """The value.  After an error the next call tries again."""
        if self._compute is None:
            return self._value
        if self._running:
            raise EvaluationError("the value is defined by itself", self.span)
        self._running = True
        try:
            value = self._compute()
        finally:
            self._running = False
        self._value = value
        self._compute = None
        return value
