"""Macros: named pieces of a template that are called like functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .context import Context
from .errors import TemplateRuntimeError
from .values import Safe

if TYPE_CHECKING:
    from .expressions import Expression
    from .nodes import Node


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    default: Expression | None = None


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro as it is stored in a variable."""

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Node, ...]

    def call(self, context: Context, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Safe:
        """Render the body with the given arguments."""
        given = self._match(args, kwargs)
        with context.scope():
            for parameter in self.parameters:
                if parameter.name in given:
                    context.declare(parameter.name, given[parameter.name])
                elif parameter.default is not None:
                    context.declare(parameter.name, parameter.default.evaluate(context))
            return Safe("".join(node.render(context) for node in self.body))

    def _match(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Assign the arguments of a call to the names of parameters."""
        names = [parameter.name for parameter in self.parameters]
        if len(args) > len(names):
            raise TemplateRuntimeError(
                f"macro {self.name!r} takes {len(names)} arguments, {len(args)} were given"
            )
        given = dict(zip(names, args))
        for name, value in kwargs.items():
            if name not in names:
                raise TemplateRuntimeError(f"macro {self.name!r} has no parameter {name!r}")
            if name in given:
                raise TemplateRuntimeError(
                    f"macro {self.name!r} got two values for parameter {name!r}"
                )
            given[name] = value
        return given


class Module:
    """The top-level variables and macros of an imported template."""

    def __init__(self, name: str, variables: Mapping[str, Any]) -> None:
        self._name = name
        for key, value in variables.items():
            if not key.startswith("_"):
                setattr(self, key, value)

    def __repr__(self) -> str:
        return f"<module {self._name!r}>"
