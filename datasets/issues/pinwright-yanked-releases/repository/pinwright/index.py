"""The package index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import InputError
from .requirements import Requirement, normalise_name
from .versions import Version


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a package."""

    name: str
    version: Version
    requires: tuple[Requirement, ...] = ()
    extras: Mapping[str, tuple[Requirement, ...]] = field(default_factory=dict)

    def requirements(self, extras: Iterable[str] = ()) -> list[Requirement]:
        """What this release needs if it is used with these extras."""
        needed = list(self.requires)
        for extra in sorted(extras):
            needed.extend(self.extras[extra])
        return needed

    def has_extras(self, extras: Iterable[str]) -> bool:
        return all(extra in self.extras for extra in extras)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Index:
    """All known releases."""

    def __init__(self, releases: Iterable[Release]) -> None:
        self._releases: dict[str, dict[Version, Release]] = {}
        for release in releases:
            versions = self._releases.setdefault(release.name, {})
            if release.version in versions:
                raise InputError(f"{release} is in the index twice")
            versions[release.version] = release

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Index:
        """Build an index from the contents of an index file."""
        packages = data.get("packages")
        if not isinstance(packages, Mapping):
            raise InputError("the index has no 'packages'")
        return cls(
            _read_release(name, version, entry)
            for name, versions in packages.items()
            for version, entry in versions.items()
        )

    @classmethod
    def load(cls, path: Path) -> Index:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(f"cannot read the index: {error}") from error
        except ValueError as error:
            raise InputError(f"{path}: {error}") from error
        return cls.from_data(data)

    def releases(self, name: str) -> list[Release]:
        """The releases of a package, newest first."""
        versions = self._releases.get(name, {})
        return [versions[version] for version in sorted(versions, reverse=True)]

    def get(self, name: str, version: Version) -> Release | None:
        return self._releases.get(name, {}).get(version)


def _read_release(name: str, version: str, entry: Any) -> Release:
    if not isinstance(entry, Mapping):
        raise InputError(f"{name} {version}: an object is expected in the index")
    return Release(
        name=normalise_name(name),
        version=Version.parse(version),
        requires=_read_requirements(entry.get("requires", [])),
        extras={
            normalise_name(extra): _read_requirements(items)
            for extra, items in entry.get("extras", {}).items()
        },
    )


def _read_requirements(items: Iterable[str]) -> tuple[Requirement, ...]:
    return tuple(Requirement.parse(item) for item in items)
