"""Exceptions raised by pinwright."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conflicts import Conflict


class PinwrightError(Exception):
    """Base class of all errors that are reported to the user."""


class InputError(PinwrightError):
    """A file, a version or a requirement cannot be understood."""


class ResolutionError(PinwrightError):
    """No set of versions satisfies all requirements."""

    def __init__(self, conflict: Conflict) -> None:
        from .explain import explain_conflict

        super().__init__(explain_conflict(conflict))
        self.conflict = conflict
