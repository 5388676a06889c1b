"""Conditions on versions."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .errors import InputError
from .versions import Version

_SPECIFIER = re.compile(r"(==|!=|>=|<=|~=|>|<)\s*([0-9][0-9a-z.]*?)(\.\*)?")

_COMPARE: dict[str, Callable[[Version, Version], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Specifier:
    """One condition such as ``>=1.4`` or ``==1.4.*``."""

    operator: str
    version: Version
    wildcard: bool = False

    @classmethod
    def parse(cls, text: str) -> Specifier:
        match = _SPECIFIER.fullmatch(text.strip())
        if match is None:
            raise InputError(f"not a condition on versions: {text!r}")
        version = Version.parse(match[2])
        if match[3] and match[1] not in ("==", "!="):
            raise InputError(f".* can only be used with == and !=: {text!r}")
        if match[1] == "~=" and len(version.release) < 2:
            raise InputError(f"~= needs a version with two numbers or more: {text!r}")
        return cls(match[1], version, bool(match[3]))

    def contains(self, version: Version) -> bool:
        if self.operator == "~=":
            prefix = self.version.release[:-1]
            return version >= self.version and version.starts_with(prefix)
        if self.wildcard:
            matches = version.starts_with(self.version.release)
            return matches if self.operator == "==" else not matches
        return _COMPARE[self.operator](version, self.version)

    def __str__(self) -> str:
        return f"{self.operator}{self.version}{'.*' if self.wildcard else ''}"


@dataclass(frozen=True, slots=True)
class SpecifierSet:
    """Conditions that must all be met; the empty set admits any version."""

    specifiers: tuple[Specifier, ...] = ()

    @classmethod
    def parse(cls, text: str) -> SpecifierSet:
        if not text.strip():
            return cls()
        return cls(tuple(Specifier.parse(part) for part in text.split(",")))

    def contains(self, version: Version) -> bool:
        return all(specifier.contains(version) for specifier in self.specifiers)

    @property
    def names_prerelease(self) -> bool:
        return any(specifier.version.is_prerelease for specifier in self.specifiers)

    def __iter__(self) -> Iterator[Specifier]:
        return iter(self.specifiers)

    def __str__(self) -> str:
        return ",".join(str(specifier) for specifier in self.specifiers)
