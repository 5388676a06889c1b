"""Types, and how values are checked against them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..eval.values import ListValue, RecordValue, is_function, is_number, type_name
from ..syntax.strings import quote


class Type:
    """Base of all types."""

    def problem(self, value: Any) -> str | None:
        """What is wrong with a value, None if it is of this type."""
        raise NotImplementedError

    def describe(self) -> str:
        """The type as it is written in programs."""
        raise NotImplementedError

    def _expected(self, value: Any) -> str:
        return f"{self.describe()} is expected, this is {show(value)}"


def show(value: Any) -> str:
    """A value in a message: constants as they are, of others what they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return str(value)
    if isinstance(value, str) and len(value) <= 40:
        return quote(value)
    return type_name(value)


@dataclass(frozen=True, slots=True)
class Simple(Type):
    """A type that is told by its name."""

    name: str
    accepts: Callable[[Any], bool]

    def problem(self, value: Any) -> str | None:
        return None if self.accepts(value) else self._expected(value)

    def describe(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Bounded(Type):
    """Numbers between two bounds, or strings and lists of such a length."""

    base: Simple
    low: int | float | None
    high: int | float | None

    def problem(self, value: Any) -> str | None:
        wrong = self.base.problem(value)
        if wrong is not None:
            return wrong
        measured = value if is_number(value) else len(value)
        if self.low is not None and measured < self.low:
            return self._expected(value)
        if self.high is not None and measured > self.high:
            return self._expected(value)
        return None

    def describe(self) -> str:
        low = "" if self.low is None else str(self.low)
        high = "" if self.high is None else str(self.high)
        return f"{self.base.name}({low}..{high})"


@dataclass(frozen=True, slots=True)
class Constant(Type):
    """One value."""

    value: str | int | float | bool | None

    def problem(self, value: Any) -> str | None:
        if isinstance(self.value, bool) or isinstance(value, bool):
            same = value is self.value
        else:
            same = value == self.value
        return None if same else self._expected(value)

    def describe(self) -> str:
        return "null" if self.value is None else show(self.value)


@dataclass(frozen=True, slots=True)
class ListOf(Type):
    """Lists whose items are of one type."""

    element: Type

    def problem(self, value: Any) -> str | None:
        if not isinstance(value, ListValue):
            return self._expected(value)
        for index, item in enumerate(value):
            wrong = self.element.problem(item)
            if wrong is not None:
                return f"item {index}: {wrong}"
        return None

    def describe(self) -> str:
        return f"[{self.element.describe()}]"


@dataclass(frozen=True, slots=True)
class MapOf(Type):
    """Records whose visible fields are of one type."""

    element: Type

    def problem(self, value: Any) -> str | None:
        if not isinstance(value, RecordValue):
            return self._expected(value)
        for name in value.visible_names():
            wrong = self.element.problem(value.get(name))
            if wrong is not None:
                return f"field '{name}': {wrong}"
        return None

    def describe(self) -> str:
        return f"{{{self.element.describe()}}}"


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field of a record type."""

    name: str
    type: Type
    optional: bool = False


@dataclass(frozen=True, slots=True)
class RecordOf(Type):
    """Records with certain fields; others may be there, too."""

    fields: tuple[FieldType, ...]

    def problem(self, value: Any) -> str | None:
        if not isinstance(value, RecordValue):
            return self._expected(value)
        names = value.names()
        for item in self.fields:
            if item.name not in names:
                if item.optional:
                    continue
                return f"field '{item.name}' is missing"
            wrong = item.type.problem(value.get(item.name))
            if wrong is not None:
                return f"field '{item.name}': {wrong}"
        return None

    def describe(self) -> str:
        inner = ", ".join(
            f"{item.name}{'?' if item.optional else ''}: {item.type.describe()}"
            for item in self.fields
        )
        return f"{{{inner}}}"


@dataclass(frozen=True, slots=True)
class Union(Type):
    """Values that are of one of several types."""

    options: tuple[Type, ...]

    def problem(self, value: Any) -> str | None:
        problems: list[str] = []
        for option in self.options:
            wrong = option.problem(value)
            if wrong is None:
                return None
            problems.append(wrong)
        fitting = self._only_of_kind(value)
        return problems[fitting] if fitting is not None else self._expected(value)

    def _only_of_kind(self, value: Any) -> int | None:
        """The option whose complaint is of use, if just one takes values of this kind."""
        kinds: tuple[type, ...]
        if isinstance(value, ListValue):
            kinds = (ListOf,)
        elif isinstance(value, RecordValue):
            kinds = (MapOf, RecordOf)
        else:
            return None
        found = [index for index, item in enumerate(self.options) if isinstance(item, kinds)]
        return found[0] if len(found) == 1 else None

    def describe(self) -> str:
        return " | ".join(item.describe() for item in self.options)


SIMPLE: dict[str, Simple] = {
    item.name: item
    for item in (
        Simple("Any", lambda value: True),
        Simple("Null", lambda value: value is None),
        Simple("Bool", lambda value: isinstance(value, bool)),
        Simple("Int", lambda value: isinstance(value, int) and not isinstance(value, bool)),
        Simple("Float", lambda value: isinstance(value, float)),
        Simple("Number", is_number),
        Simple("String", lambda value: isinstance(value, str)),
        Simple("List", lambda value: isinstance(value, ListValue)),
        Simple("Record", lambda value: isinstance(value, RecordValue)),
        Simple("Function", is_function),
    )
}

MEASURABLE = frozenset({"Int", "Float", "Number", "String", "List"})
