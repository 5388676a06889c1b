"""The values that were computed for a record.

Values of fields are kept by the layer that defines them, because ``super`` can ask for
definitions that others have replaced.  Layers are only ever added on top, hence the
numbers of layers stay what they are when a record is extended.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ..analysis.footprint import Footprint
from .thunks import Thunk

Key = tuple[int, str]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A value, perhaps still to be computed, and the fields that it needs."""

    thunk: Thunk
    footprint: Footprint

    def survives(self, changed: Collection[str]) -> bool:
        """Whether the value was computed and does not need any of the changed fields."""
        return self.thunk.done and not self.footprint.touches(changed)


class Memo:
    """Values of the fields and locals of one record."""

    def __init__(self) -> None:
        self._fields: dict[Key, Entry] = {}
        self._locals: dict[Key, Entry] = {}

    def field(self, key: Key, footprint: Footprint, make: Callable[[], Thunk]) -> Thunk:
        """The value of a definition; *make* is called if it is not there."""
        return self._entry(self._fields, key, footprint, make)

    def local(self, key: Key, footprint: Footprint, make: Callable[[], Thunk]) -> Thunk:
        """The value of a local of a layer; *make* is called if it is not there."""
        return self._entry(self._locals, key, footprint, make)

    def carry_over(self, changed: Collection[str]) -> Memo:
        """The values that are still good in a record in which some fields change."""
        memo = Memo()
        for source, target in ((self._fields, memo._fields), (self._locals, memo._locals)):
            for key, entry in source.items():
                if entry.survives(changed):
                    target[key] = entry
        return memo

    @staticmethod
    def _entry(
        entries: dict[Key, Entry], key: Key, footprint: Footprint, make: Callable[[], Thunk]
    ) -> Thunk:
        entry = entries.get(key)
        if entry is None:
            entry = Entry(make(), footprint)
            entries[key] = entry
        return entry.thunk
