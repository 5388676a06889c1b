"""Version numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

from .errors import InputError

_VERSION = re.compile(r"(\d+(?:\.\d+)*)(?:(a|b|rc)(\d+))?")


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A version such as ``1.4.2`` or ``2.0rc1``; ``1.4`` equals ``1.4.0``."""

    release: tuple[int, ...]
    pre: tuple[str, int] | None = None

    @classmethod
    def parse(cls, text: str) -> Version:
        match = _VERSION.fullmatch(text.strip())
        if match is None:
            raise InputError(f"not a version: {text!r}")
        release = tuple(int(part) for part in match[1].split("."))
        return cls(release, (match[2], int(match[3])) if match[2] else None)

    @property
    def is_prerelease(self) -> bool:
        return self.pre is not None

    def _key(self) -> tuple[tuple[int, ...], tuple[str, int]]:
        release = self.release
        while len(release) > 1 and release[-1] == 0:
            release = release[:-1]
        return release, self.pre or ("~", 0)

    def starts_with(self, prefix: tuple[int, ...]) -> bool:
        """Whether the release number begins with *prefix*, padded with zeros."""
        padded = self.release + (0,) * (len(prefix) - len(self.release))
        return padded[: len(prefix)] == prefix

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Version):
            return NotImplemented
        return self._key() == other._key()

    def __lt__(self, other: Version) -> bool:
        return self._key() < other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __str__(self) -> str:
        text = ".".join(str(part) for part in self.release)
        return text + (f"{self.pre[0]}{self.pre[1]}" if self.pre else "")
