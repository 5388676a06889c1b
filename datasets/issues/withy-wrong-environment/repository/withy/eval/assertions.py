"""Keeping book of the assertions of a record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from ..analysis.footprint import EVERYTHING, Footprint
from ..errors import AssertionFailed, TypeMismatch
from ..syntax.nodes import AssertMember
from .layers import Layer
from .values import type_name


class Assertions:
    """The assertions of one record.  Each is evaluated at most once if it holds."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], Footprint] = {}
        self._busy = False

    def carry_over(self, changed: Collection[str]) -> Assertions:
        """Those that still hold in a record in which some fields change."""
        assertions = Assertions()
        assertions._held = {
            key: footprint
            for key, footprint in self._held.items()
            if not footprint.touches(changed)
        }
        return assertions

    def check(
        self, layers: Iterable[Layer], evaluate: Callable[[int, AssertMember], tuple[object, str]]
    ) -> None:
        """Raise ``AssertionFailed`` for the first assertion that does not hold.

        *evaluate* gives the value of the condition, and the message for failures.
        """
        if self._busy:
            return
        self._busy = True
        try:
            for depth, layer in enumerate(layers):
                for number, member in enumerate(layer.assertions):
                    if (depth, number) not in self._held:
                        self._check_one(depth, member, evaluate)
                        self._held[depth, number] = member.footprint or EVERYTHING
        finally:
            self._busy = False

    @staticmethod
    def _check_one(
        depth: int,
        member: AssertMember,
        evaluate: Callable[[int, AssertMember], tuple[object, str]],
    ) -> None:
        value, message = evaluate(depth, member)
        if not isinstance(value, bool):
            raise TypeMismatch(
                f"an assertion must be true or false, not {type_name(value)}", member.span
            )
        if not value:
            raise AssertionFailed(message, member.span)
