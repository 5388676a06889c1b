"""Records of requirements and of why they cannot be met."""

from __future__ import annotations

from dataclasses import dataclass

from .requirements import Requirement
from .versions import Version


@dataclass(frozen=True, slots=True)
class Constraint:
    """A requirement together with the package that has it."""

    requirement: Requirement
    parent: str

    def __str__(self) -> str:
        return f"{self.requirement} (required by {self.parent})"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A package of which no version satisfies all constraints."""

    name: str
    constraints: tuple[Constraint, ...]
    available: tuple[Version, ...]
