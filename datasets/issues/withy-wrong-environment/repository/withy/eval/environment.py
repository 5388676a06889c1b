"""Variables during evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .thunks import Thunk

if TYPE_CHECKING:
    from .record import Record


class Environment:
    """The variables that are visible at a place, and the records around it.

    *record* is what ``self`` stands for, *depth* the number of its layers that
    ``super`` can see, and *root* what ``$`` stands for.
    """

    __slots__ = ("parent", "variables", "record", "depth", "root", "directory")

    def __init__(
        self,
        parent: Environment | None = None,
        variables: dict[str, Thunk] | None = None,
    ) -> None:
        self.parent = parent
        self.variables = {} if variables is None else variables
        self.record: Record | None = parent.record if parent else None
        self.depth: int = parent.depth if parent else 0
        self.root: Record | None = parent.root if parent else None
        self.directory: str = parent.directory if parent else ""

    @classmethod
    def of_module(cls, globals_: Environment, directory: str) -> Environment:
        """Where a program begins; *directory* is what imports are relative to."""
        environment = cls(globals_)
        environment.directory = directory
        return environment

    def enter(self, record: Record, depth: int) -> Environment:
        """The inside of a record, of which the layers below *depth* are ``super``."""
        inner = Environment(self)
        inner.record = record
        inner.depth = depth
        if self.root is None:
            inner.root = record
        return inner

    def lookup(self, name: str) -> Thunk | None:
        """The variable of that name, if there is one."""
        environment: Environment | None = self
        while environment is not None:
            thunk = environment.variables.get(name)
            if thunk is not None:
                return thunk
            environment = environment.parent
        return None
