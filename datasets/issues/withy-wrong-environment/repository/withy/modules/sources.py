"""Where the texts of files come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import ImportFailed


class Store:
    """Gives the text of files by their paths, which are written with slashes."""

    def exists(self, path: str) -> bool:
        raise NotImplementedError

    def read(self, path: str) -> str:
        raise NotImplementedError


class FileStore(Store):
    """The files of this machine."""

    def exists(self, path: str) -> bool:
        return Path(path).is_file()

    def read(self, path: str) -> str:
        try:
            return Path(path).read_text(encoding="utf-8")
        except OSError as error:
            raise ImportFailed(f"{path} can not be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise ImportFailed(f"{path} is not encoded in UTF-8") from error


class MemoryStore(Store):
    """Texts that are given by the host program."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = dict(files)

    def exists(self, path: str) -> bool:
        return path in self._files

    def read(self, path: str) -> str:
        if path not in self._files:
            raise ImportFailed(f"{path} does not exist")
        return self._files[path]
