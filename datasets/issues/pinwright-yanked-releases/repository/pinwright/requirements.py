"""Requirements: the name of a package, extras and conditions on its version."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import InputError
from .specifiers import SpecifierSet
from .versions import Version

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_REQUIREMENT = re.compile(rf"\s*({_NAME})\s*(?:\[([^\]]*)\])?\s*(.*)", re.DOTALL)


def normalise_name(name: str) -> str:
    """Names are compared without regard to case and to ``-``, ``_`` and ``.``."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True, slots=True)
class Requirement:
    name: str
    extras: frozenset[str] = frozenset()
    specifiers: SpecifierSet = SpecifierSet()

    @classmethod
    def parse(cls, text: str) -> Requirement:
        """Read a requirement such as ``web[tls]>=2.0,<3``."""
        match = _REQUIREMENT.fullmatch(text)
        if match is None:
            raise InputError(f"not a requirement: {text!r}")
        extras = {part.strip() for part in (match[2] or "").split(",")} - {""}
        try:
            specifiers = SpecifierSet.parse(match[3])
        except InputError as error:
            raise InputError(f"{error} in requirement {text!r}") from None
        return cls(
            normalise_name(match[1]),
            frozenset(normalise_name(extra) for extra in extras),
            specifiers,
        )

    def admits(self, version: Version) -> bool:
        return self.specifiers.contains(version)

    def __str__(self) -> str:
        extras = f"[{','.join(sorted(self.extras))}]" if self.extras else ""
        return f"{self.name}{extras}{self.specifiers}"
