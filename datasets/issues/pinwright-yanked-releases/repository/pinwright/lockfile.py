"""The lock file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError
from .manifest import Manifest
from .requirements import Requirement
from .resolver import Resolution
from .versions import Version

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """A package with the version that was chosen for it."""

    name: str
    version: Version
    extras: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()

    def to_data(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "version": str(self.version),
            "extras": list(self.extras),
            "requires": [str(requirement) for requirement in self.requires],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> LockedPackage:
        return cls(
            data["name"],
            Version.parse(data["version"]),
            tuple(data.get("extras", ())),
            tuple(Requirement.parse(item) for item in data.get("requires", ())),
        )


class LockFile:
    """The locked packages by name."""

    def __init__(self, packages: Iterable[LockedPackage] = ()) -> None:
        ordered = sorted(packages, key=lambda package: package.name)
        self.packages = {package.name: package for package in ordered}

    @classmethod
    def from_resolution(cls, resolution: Resolution) -> LockFile:
        return cls(
            LockedPackage(
                name,
                release.version,
                tuple(sorted(resolution.extras[name])),
                tuple(release.requirements(resolution.extras[name])),
            )
            for name, release in resolution.releases.items()
        )

    @classmethod
    def from_json(cls, text: str) -> LockFile:
        try:
            data = json.loads(text)
            if data["version"] != FORMAT_VERSION:
                raise InputError(f"unknown version of lock file: {data['version']!r}")
            return cls(LockedPackage.from_data(item) for item in data["packages"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"broken lock file: {error!r}") from error

    def to_json(self) -> str:
        packages = [package.to_data() for package in self.packages.values()]
        return json.dumps({"version": FORMAT_VERSION, "packages": packages}, indent=2) + "\n"

    @classmethod
    def load(cls, path: Path) -> LockFile:
        """Read a lock file; one that does not exist is empty."""
        if not path.exists():
            return cls()
        return cls.from_json(path.read_text(encoding="utf-8"))

    def save(self, path: Path) -> None:
        path.write_text(self.to_json(), encoding="utf-8")

    def versions(self, without: Collection[str] = ()) -> dict[str, Version]:
        """The locked versions, except for packages to be upgraded."""
        return {
            name: package.version
            for name, package in self.packages.items()
            if name not in without
        }

    def problems(self, manifest: Manifest) -> list[str]:
        """Requirements of the manifest or of locked packages that are not met."""
        found: list[str] = []
        sources = [(manifest.name, manifest.requires)]
        sources += [(f"{p.name} {p.version}", p.requires) for p in self.packages.values()]
        for parent, requirements in sources:
            for requirement in requirements:
                package = self.packages.get(requirement.name)
                if package is None:
                    found.append(f"{requirement} (required by {parent}) is not locked")
                elif not requirement.admits(package.version):
                    found.append(
                        f"{requirement} (required by {parent}) is locked to {package.version}"
                    )
                elif not requirement.extras <= set(package.extras):
                    found.append(f"{requirement} (required by {parent}) lacks extras")
        return found
