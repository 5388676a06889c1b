"""Where templates come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from .errors import TemplateNotFound


class Loader(Protocol):
    def load(self, name: str) -> str:
        """The source of a template; raises TemplateNotFound."""
        ...


class DictLoader:
    """Templates kept in a mapping."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def load(self, name: str) -> str:
        if name not in self._sources:
            raise TemplateNotFound(name)
        return self._sources[name]


class FileLoader:
    """Templates in files of a folder; names cannot lead out of it."""

    def __init__(self, folder: str | Path, encoding: str = "utf-8") -> None:
        self._folder = Path(folder).resolve()
        self._encoding = encoding

    def load(self, name: str) -> str:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise TemplateNotFound(name)
        return path.read_text(encoding=self._encoding)
