"""Loading programs and what they import."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from ..analysis.pipeline import analyse
from ..errors import ImportFailed
from ..eval.environment import Environment
from ..eval.interpreter import Interpreter
from ..eval.thunks import Thunk
from ..library import LIBRARY
from ..source import Source
from .data import from_plain
from .paths import directory_of, resolve
from .sources import Store


class Loader:
    """Programs by their paths.  Each file is read and evaluated once."""

    def __init__(
        self,
        store: Store,
        search: Sequence[str] = (),
        tracer: Callable[[str], None] | None = None,
    ) -> None:
        self._store = store
        self._search = tuple(search)
        self._modules: dict[str, Thunk] = {}
        self._readers: dict[str, Callable[[Source], Any]] = {
            ".json": self._read_json,
            ".txt": lambda source: source.text,
        }
        self.interpreter = Interpreter(LIBRARY, self._import, tracer or (lambda message: None))

    def load(self, path: str) -> Any:
        """The value of a file."""
        if path not in self._modules:
            self._modules[path] = Thunk(lambda: self._read(path))
        return self._modules[path].force()

    def evaluate(self, source: Source, directory: str = "") -> Any:
        """The value of a program, whose imports are relative to *directory*."""
        program = analyse(source, LIBRARY.keys())
        environment = Environment.of_module(self.interpreter.globals, directory)
        return self.interpreter.evaluate(program, environment)

    def _import(self, path: str, directory: str) -> Any:
        return self.load(resolve(path, directory, self._search, self._store))

    def _read(self, path: str) -> Any:
        source = Source(path, self._store.read(path))
        for ending, reader in self._readers.items():
            if path.endswith(ending):
                return reader(source)
        return self.evaluate(source, directory_of(path))

    def _read_json(self, source: Source) -> Any:
        try:
            return from_plain(json.loads(source.text), self.interpreter)
        except json.JSONDecodeError as error:
            place = source.span(error.pos, error.pos + 1)
            raise ImportFailed(f"this is not JSON: {error.msg}", place) from error
