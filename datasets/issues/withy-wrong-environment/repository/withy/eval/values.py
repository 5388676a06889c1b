"""Values other than records, and what is the same for all values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..source import Span
from ..syntax.nodes import FunctionNode
from .environment import Environment
from .thunks import Thunk


class RecordValue:
    """What can be done with records without knowing how they are made."""

    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        raise NotImplementedError

    def visible_names(self) -> tuple[str, ...]:
        """The names of the fields that are not hidden."""
        raise NotImplementedError

    def get(self, name: str, span: Span | None = None) -> Any:
        """The value of a field."""
        raise NotImplementedError


class ListValue:
    """A list, whose items are computed when they are needed."""

    __slots__ = ("thunks",)

    def __init__(self, thunks: Iterable[Thunk] = ()) -> None:
        self.thunks = tuple(thunks)

    @classmethod
    def of(cls, values: Iterable[Any]) -> ListValue:
        """A list of values that are there already."""
        return cls(Thunk.of(value) for value in values)

    def __len__(self) -> int:
        return len(self.thunks)

    def __iter__(self) -> Iterator[Any]:
        for thunk in self.thunks:
            yield thunk.force()

    def __getitem__(self, index: int) -> Any:
        return self.thunks[index].force()


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the program, with the place where it was made."""

    node: FunctionNode
    environment: Environment

    def describe(self) -> str:
        names = ", ".join(parameter.name for parameter in self.node.parameters)
        return f"fn({names})"


@dataclass(frozen=True, slots=True, eq=False)
class Builtin:
    """A function of the library.

    *run* gets the interpreter and the arguments, computed unless *lazy* is set.
    """

    name: str
    run: Callable[..., Any]
    least: int
    most: int
    lazy: bool = False

    def describe(self) -> str:
        return self.name


def type_name(value: Any) -> str:
    """What kind of value this is, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a decimal number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, ListValue):
        return "a list"
    if isinstance(value, (Function, Builtin)):
        return "a function"
    return "a record"


def is_number(value: Any) -> bool:
    """Whether a value is an integer or a decimal number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_function(value: Any) -> bool:
    """Whether a value can be called."""
    return isinstance(value, (Function, Builtin))
