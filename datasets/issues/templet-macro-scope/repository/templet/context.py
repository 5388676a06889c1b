"""Variables during the rendering of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .values import Undefined

if TYPE_CHECKING:
    from .environment import Environment


class Context:
    """A stack of scopes.

    The outermost scope holds the globals of the environment, the second one
    the variables given to ``render`` and those set at the top level of the
    template.  Blocks such as loops push further scopes while they are rendered.
    """

    def __init__(self, environment: Environment, variables: Mapping[str, Any]) -> None:
        self.environment = environment
        self._scopes: list[dict[str, Any]] = [dict(environment.globals), dict(variables)]

    def lookup(self, name: str) -> Any:
        """The value of the innermost variable called *name*."""
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return Undefined(name)

    def declare(self, name: str, value: Any) -> None:
        """Make a variable in the innermost scope."""
        self._scopes[-1][name] = value

    def assign(self, name: str, value: Any) -> None:
        """Change the innermost variable called *name*, or make a new one."""
        for scope in reversed(self._scopes):
            if name in scope:
                scope[name] = value
                return
        self.declare(name, value)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Push a scope for the time of a ``with`` statement."""
        self._scopes.append({})
        try:
            yield
        finally:
            self._scopes.pop()

    def top_level(self) -> dict[str, Any]:
        """The variables of the template itself, without globals and blocks."""
        return dict(self._scopes[1])
