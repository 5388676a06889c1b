"""The interface for host programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import EvaluationError
from .eval.record import Record
from .eval.values import type_name
from .export import export, to_plain
from .modules import FileStore, Loader, MemoryStore
from .modules.data import overrides_from_plain
from .query.path import follow, parse_path
from .source import Source

Tracer = Callable[[str], None]


class Config:
    """The value of a program.  It is computed bit by bit, as it is asked for."""

    def __init__(self, value: Any, loader: Loader, directory: str = "") -> None:
        self._value = value
        self._loader = loader
        self._directory = directory

    @property
    def value(self) -> Any:
        """The value as the interpreter sees it."""
        return self._value

    def get(self, path: str = "") -> Any:
        """The value at a path, such as ``servers[0].port``, as plain Python data."""
        return to_plain(follow(self._value, parse_path(path)))

    def keys(self) -> list[str]:
        """The names of the visible fields."""
        return list(self._record().visible_names())

    def export(self, format_name: str = "json", path: str = "") -> str:
        """The value, or the one at a path, in one of the formats."""
        return export(self.get(path), format_name)

    def override(self, values: Mapping[str, Any]) -> Config:
        """The record with fields replaced, or added.  Mappings extend nested records."""
        plain = overrides_from_plain(values, self._loader.interpreter)
        return self._with(self._record().override(plain))

    def extend(self, text: str) -> Config:
        """The record extended by the one that is the value of *text*."""
        upper = self._loader.evaluate(Source("<extension>", text), self._directory)
        if not isinstance(upper, Record):
            raise EvaluationError(f"the extension must be a record, not {type_name(upper)}")
        return self._with(self._record().extend(upper))

    def _with(self, record: Record) -> Config:
        return Config(record, self._loader, self._directory)

    def _record(self) -> Record:
        if not isinstance(self._value, Record):
            raise EvaluationError(f"the value is not a record but {type_name(self._value)}")
        return self._value


def load(
    path: str | Path, search: Sequence[str] = (), trace: Tracer | None = None
) -> Config:
    """The value of a file.  *search* are directories for imports.

    *trace* is called with the messages of the library function of this name.
    """
    loader = Loader(FileStore(), search, trace)
    location = Path(path)
    return Config(loader.load(location.as_posix()), loader, location.parent.as_posix())


def loads(
    text: str,
    name: str = "<text>",
    files: Mapping[str, str] | None = None,
    trace: Tracer | None = None,
) -> Config:
    """The value of a text.  *files* are those that it can import, by their paths."""
    loader = Loader(MemoryStore(files or {}), tracer=trace)
    return Config(loader.evaluate(Source(name, text)), loader)
