"""The manifest, in which a project lists its direct requirements."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import InputError
from .requirements import Requirement


@dataclass(frozen=True, slots=True)
class Manifest:
    name: str
    requires: tuple[Requirement, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Manifest:
        project = data.get("project")
        if not isinstance(project, Mapping) or not isinstance(project.get("name"), str):
            raise InputError("the manifest has no [project] with a name")
        requires = project.get("requires", [])
        if not isinstance(requires, list):
            raise InputError("'requires' must be a list")
        return cls(project["name"], tuple(Requirement.parse(item) for item in requires))

    @classmethod
    def load(cls, path: Path) -> Manifest:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise InputError(f"cannot read the manifest: {error}") from error
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{path}: {error}") from error
        return cls.from_data(data)
