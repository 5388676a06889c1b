"""Finding the files that are imported."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from ..errors import ImportFailed
from .sources import Store


def directory_of(path: str) -> str:
    """The directory of a file; empty for the current one."""
    return posixpath.dirname(path)


def resolve(path: str, directory: str, search: Sequence[str], store: Store) -> str:
    """The file that an import is about.

    It is looked for beside the importing file first, then in the directories of the
    search path.  Paths that begin with ``./`` or ``../`` are never searched for.
    """
    if not path:
        raise ImportFailed("an import needs a path")
    candidates = [posixpath.normpath(posixpath.join(directory, path))]
    if not path.startswith(("./", "../", "/")):
        candidates += [posixpath.normpath(posixpath.join(item, path)) for item in search]
    for candidate in candidates:
        if store.exists(candidate):
            return candidate
    looked = ", ".join(dict.fromkeys(candidates))
    raise ImportFailed(f"'{path}' is not found").with_notes([f"looked for {looked}"])
