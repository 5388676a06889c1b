"""Expressions: the syntax tree and its evaluation."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .context import Context
from .errors import TemplateRuntimeError, UndefinedError
from .macros import Macro
from .values import Undefined, get_attribute, get_item


class Expression:
    """Base class of all expressions."""

    def evaluate(self, context: Context) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Literal(Expression):
    value: Any

    def evaluate(self, context: Context) -> Any:
        return self.value


@dataclass(frozen=True, slots=True)
class ListDisplay(Expression):
    items: tuple[Expression, ...]

    def evaluate(self, context: Context) -> Any:
        return [item.evaluate(context) for item in self.items]


@dataclass(frozen=True, slots=True)
class Name(Expression):
    name: str

    def evaluate(self, context: Context) -> Any:
        return context.lookup(self.name)


@dataclass(frozen=True, slots=True)
class Attribute(Expression):
    target: Expression
    name: str

    def evaluate(self, context: Context) -> Any:
        value = self.target.evaluate(context)
        if isinstance(value, Undefined):
            raise UndefinedError(f"{value.name!r} is undefined, it has no {self.name!r}")
        return get_attribute(value, self.name)


@dataclass(frozen=True, slots=True)
class Item(Expression):
    target: Expression
    key: Expression

    def evaluate(self, context: Context) -> Any:
        value = self.target.evaluate(context)
        if isinstance(value, Undefined):
            raise UndefinedError(f"{value.name!r} is undefined, it has no items")
        return get_item(value, self.key.evaluate(context))


@dataclass(frozen=True, slots=True)
class Call(Expression):
    target: Expression
    positional: tuple[Expression, ...]
    named: tuple[tuple[str, Expression], ...] = field(default=())

    def evaluate(self, context: Context) -> Any:
        function = self.target.evaluate(context)
        args = [value.evaluate(context) for value in self.positional]
        kwargs = {name: value.evaluate(context) for name, value in self.named}
        if isinstance(function, Macro):
            return function.call(context, args, kwargs)
        if isinstance(function, Undefined):
            raise UndefinedError(f"{function.name!r} is undefined, it cannot be called")
        if not callable(function):
            raise TemplateRuntimeError(f"{function!r} cannot be called")
        return function(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Filter(Expression):
    target: Expression
    name: str
    arguments: tuple[Expression, ...]

    def evaluate(self, context: Context) -> Any:
        function = context.environment.filters.get(self.name)
        if function is None:
            raise TemplateRuntimeError(f"no filter named {self.name!r}")
        value = self.target.evaluate(context)
        return function(value, *[item.evaluate(context) for item in self.arguments])


@dataclass(frozen=True, slots=True)
class Not(Expression):
    operand: Expression

    def evaluate(self, context: Context) -> Any:
        return not self.operand.evaluate(context)


@dataclass(frozen=True, slots=True)
class Logical(Expression):
    """``and`` and ``or``, which evaluate the right side only if needed."""

    name: str
    left: Expression
    right: Expression

    def evaluate(self, context: Context) -> Any:
        left = self.left.evaluate(context)
        if bool(left) is (self.name == "or"):
            return left
        return self.right.evaluate(context)


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "~": lambda left, right: f"{left}{right}",
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda left, right: left in right,
}


@dataclass(frozen=True, slots=True)
class Binary(Expression):
    name: str
    left: Expression
    right: Expression

    def evaluate(self, context: Context) -> Any:
        left = self.left.evaluate(context)
        right = self.right.evaluate(context)
        try:
            return BINARY[self.name](left, right)
        except (TypeError, ZeroDivisionError) as error:
            raise TemplateRuntimeError(f"{self.name}: {error}") from error
