"""Nodes of the syntax tree of a template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .context import Context
from .errors import TemplateRuntimeError, UndefinedError
from .expressions import Expression
from .macros import Macro, Module, Parameter
from .values import LoopState, Undefined, to_text


class Node:
    """Base class of all nodes."""

    def render(self, context: Context) -> str:
        raise NotImplementedError


Body = tuple[Node, ...]


def render_body(body: Iterable[Node], context: Context) -> str:
    return "".join(node.render(context) for node in body)


@dataclass(frozen=True, slots=True)
class TextNode(Node):
    text: str

    def render(self, context: Context) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class OutputNode(Node):
    expression: Expression

    def render(self, context: Context) -> str:
        value = self.expression.evaluate(context)
        if isinstance(value, Undefined) and context.environment.strict:
            raise UndefinedError(f"{value.name!r} is undefined")
        return to_text(value, context.environment.autoescape)


@dataclass(frozen=True, slots=True)
class IfNode(Node):
    branches: tuple[tuple[Expression, Body], ...]
    otherwise: Body

    def render(self, context: Context) -> str:
        for condition, body in self.branches:
            if condition.evaluate(context):
                return render_body(body, context)
        return render_body(self.otherwise, context)


@dataclass(frozen=True, slots=True)
class ForNode(Node):
    targets: tuple[str, ...]
    iterable: Expression
    body: Body
    otherwise: Body

    def render(self, context: Context) -> str:
        values = self.iterable.evaluate(context)
        try:
            items = list(values.items() if isinstance(values, dict) else values)
        except TypeError as error:
            raise TemplateRuntimeError(f"for: {error}") from error
        if not items:
            return render_body(self.otherwise, context)
        loop = LoopState(len(items))
        output: list[str] = []
        for index, item in enumerate(items):
            loop.index0 = index
            with context.scope():
                context.declare("loop", loop)
                self._bind(context, item)
                output.append(render_body(self.body, context))
        return "".join(output)

    def _bind(self, context: Context, item: object) -> None:
        if len(self.targets) == 1:
            context.declare(self.targets[0], item)
            return
        parts = list(item) if isinstance(item, (list, tuple)) else [item]
        if len(parts) != len(self.targets):
            raise TemplateRuntimeError(
                f"for: {len(self.targets)} variables but {len(parts)} values"
            )
        for name, part in zip(self.targets, parts):
            context.declare(name, part)


@dataclass(frozen=True, slots=True)
class SetNode(Node):
    name: str
    expression: Expression

    def render(self, context: Context) -> str:
        context.assign(self.name, self.expression.evaluate(context))
        return ""


@dataclass(frozen=True, slots=True)
class WithNode(Node):
    variables: tuple[tuple[str, Expression], ...]
    body: Body

    def render(self, context: Context) -> str:
        with context.scope():
            for name, expression in self.variables:
                context.declare(name, expression.evaluate(context))
            return render_body(self.body, context)


@dataclass(frozen=True, slots=True)
class IncludeNode(Node):
    template: Expression

    def render(self, context: Context) -> str:
        template = context.environment.get_template(str(self.template.evaluate(context)))
        with context.scope():
            return template.render_in(context)


@dataclass(frozen=True, slots=True)
class MacroNode(Node):
    name: str
    parameters: tuple[Parameter, ...]
    body: Body

    def render(self, context: Context) -> str:
        context.declare(self.name, Macro(self.name, self.parameters, self.body))
        return ""


@dataclass(frozen=True, slots=True)
class ImportNode(Node):
    template: Expression
    alias: str

    def render(self, context: Context) -> str:
        name = str(self.template.evaluate(context))
        template = context.environment.get_template(name)
        own = Context(context.environment, {})
        template.render_in(own)
        context.declare(self.alias, Module(name, own.top_level()))
        return ""
