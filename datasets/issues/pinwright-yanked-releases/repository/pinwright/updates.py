"""Comparison of lock files with each other and with the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .index import Index
from .lockfile import LockFile
from .versions import Version


@dataclass(frozen=True, slots=True)
class Change:
    """A package that was added, removed or has another version."""

    name: str
    old: Version | None
    new: Version | None

    def __str__(self) -> str:
        if self.old is None:
            return f"+ {self.name} {self.new}"
        if self.new is None:
            return f"- {self.name} {self.old}"
        return f"{self.name} {self.old} -> {self.new}"


def differences(old: LockFile, new: LockFile) -> Iterator[Change]:
    """The changes from one lock file to another, in order of names."""
    before, after = old.versions(), new.versions()
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield Change(name, before.get(name), after.get(name))


def outdated(lock: LockFile, index: Index) -> Iterator[Change]:
    """Locked packages of which the index has a newer final release."""
    for name, package in lock.packages.items():
        for release in index.releases(name):
            if release.version <= package.version:
                break
            if not release.version.is_prerelease:
                yield Change(name, package.version, release.version)
                break
