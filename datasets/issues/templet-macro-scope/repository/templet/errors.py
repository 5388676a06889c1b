"""Exceptions of the template engine."""

from __future__ import annotations


class TemplateError(Exception):
    """Base class of all errors raised by templet."""


class TemplateNotFound(TemplateError):
    def __init__(self, name: str) -> None:
        super().__init__(f"no template named {name!r}")
        self.name = name


class TemplateSyntaxError(TemplateError):
    """The text of a template cannot be understood."""

    def __init__(self, message: str, line: int, template: str | None = None) -> None:
        where = f"{template}:{line}" if template else f"line {line}"
        super().__init__(f"{where}: {message}")
        self.line = line
        self.template = template


class TemplateRuntimeError(TemplateError):
    """Something went wrong while a template was rendered."""


class UndefinedError(TemplateRuntimeError):
    """An undefined variable was used where a value is needed."""
